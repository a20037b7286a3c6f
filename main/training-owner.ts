import type { EngineEvent, RunState } from '../app/contract/run-folder.ts';
import { createEngines, type Engines, type EnginesOptions } from '../app/owner/engines.ts';

/** A run at work under this owner. */
export interface Training {
  readonly engine: string;
  /** The run's own name. */
  readonly name: string;
  /** Null until the engine told it for the first time. */
  readonly state: RunState | null;
}

export interface TrainingOwnerOptions extends EnginesOptions {
  /** Called whenever a run begins, moves on or ends. */
  readonly changed: () => void;
  /** A run's engine is gone, for whatever reason but that this owner leaves. */
  readonly ended: (training: Training) => void;
}

/** Starts, supervises and ends the processes that train. */
export interface TrainingOwner {
  /** For the studio, which asks for engines by name. */
  readonly engines: Engines;
  trainings(): readonly Training[];
  /** Every run ends after its present step and keeps what there is. */
  stopAll(): Promise<void>;
  /** Runs write a checkpoint and end, to be resumed. */
  leave(graceMs: number): Promise<void>;
}

/** An engine finishes its step and writes best and last; a large network on a slow disk takes a while. */
const stopGraceMs = 60_000;

/** Engines that train are called `run:<name>@<start>`. */
const runEngine = /^run:(.+)@[0-9a-f]+$/;

export function ownTraining({ command, log, changed, ended }: TrainingOwnerOptions): TrainingOwner {
  const engines = createEngines({ command, log });
  const trainings = new Map<string, Training>();
  let leaving = false;

  function hear(engine: string, event: EngineEvent): void {
    const training = trainings.get(engine);
    if (training !== undefined && event.kind === 'state') {
      trainings.set(engine, { ...training, state: event.state });
      changed();
    }
  }

  engines.subscribe((news) => {
    if (news.kind === 'event') {
      hear(news.engine, news.event);
      return;
    }
    const training = trainings.get(news.engine);
    if (training !== undefined) {
      trainings.delete(news.engine);
      changed();
      if (!leaving) {
        ended(training);
      }
    }
  });

  return {
    engines: {
      ...engines,
      async start(engine, spec) {
        await engines.start(engine, spec);
        const name = runEngine.exec(engine)?.[1];
        if (name !== undefined) {
          trainings.set(engine, { engine, name, state: null });
          changed();
        }
      },
    },
    trainings: () => [...trainings.values()],
    async stopAll() {
      await Promise.all([...trainings.keys()].map((engine) => engines.stop(engine, stopGraceMs)));
    },
    leave(graceMs) {
      leaving = true;
      return engines.leave(graceMs);
    },
  };
}
