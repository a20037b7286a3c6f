import type { Point } from '../../app/domain/geometry.ts';
import type { Drawing } from './drawing/drawing.ts';
import type { Aim } from './drawing/stroke.ts';
import { ToolSettings } from './tool-settings.ts';
import {
  aimOf,
  aimOfClass,
  startingNew,
  targetOfErasing,
  targetOfPaint,
  targetOfRemoval,
  type Target,
} from './tools/aim.ts';
import type { Pen, Refusal, Tool, ToolName } from './tools/tool.ts';

/** The class and the object that a person chose, and where strokes go because of it. */
export abstract class Choice extends ToolSettings {
  category: number | null = null;
  selected: number | null = null;
  choices = 0;
  /** The next stroke makes a new object. */
  fresh = false;

  /** Null while no picture is open. */
  protected abstract get opened(): Drawing | null;
  /** The tool at hand. */
  protected abstract get active(): Tool;
  abstract get activeTool(): ToolName;
  abstract get pen(): Pen | null;
  abstract takeId(): number;
  abstract refuse(why: Refusal): void;

  select(id: number | null): void {
    this.choices++;
    this.chooseAfter(id);
  }

  /** The class of what is painted next; a chosen object of another class is let go. */
  setCategory(category: number | null): void {
    if (category === this.category) {
      return;
    }
    this.category = category;
    const object = this.selected === null ? undefined : this.opened?.object(this.selected);
    if (object?.category !== category) {
      this.selected = null;
    }
    this.fresh = false;
    this.refresh();
  }

  startFresh(): void {
    this.selected = null;
    this.fresh = true;
    this.refresh();
  }

  aimAt(point: Point, { erasing }: { erasing: boolean }): Aim | null {
    const drawing = this.opened;
    if (drawing === null) {
      return this.#possible('no-drawing');
    }
    const { category } = this;
    const target = this.targetOf(drawing, point, erasing);
    return this.#possible(
      aimOf(target, { erasing, drawing, category, takeId: () => this.takeId() }),
    );
  }

  aimAtClass(category: number, point: Point, { erasing }: { erasing: boolean }): Aim | null {
    const { opened: drawing, selected } = this;
    if (drawing === null) {
      return this.#possible('no-drawing');
    }
    const fresh = this.fresh && category === this.category;
    return this.#possible(
      aimOfClass(
        { drawing, selected, category, fresh },
        { point, erasing, takeId: () => this.takeId() },
      ),
    );
  }

  /** Chooses what a gesture was about, which is no wish of the person when it was chosen before. */
  protected chooseAfter(id: number | null): void {
    const object = id === null ? undefined : this.opened?.object(id);
    if (this.selected !== (object?.id ?? null)) this.choices++;
    this.selected = object?.id ?? null;
    this.fresh = false;
    if (object !== undefined) {
      this.category = object.category;
    }
    this.refresh();
  }

  /** The object that the stroke under the pen brings into being. */
  coming(): { readonly slot: number; readonly category: number } | null {
    const slot = this.opened?.stroke?.newSlot ?? null;
    return slot === null || this.category === null ? null : { slot, category: this.category };
  }

  /** Where the next stroke would go; for the line of options. */
  target(): Target {
    const { opened: drawing } = this;
    if (drawing === null) {
      return { kind: 'nothing' };
    }
    const { begun } = this.active;
    if (begun?.aim.kind === 'remove' && this.selected === null) {
      return targetOfRemoval(drawing, begun.aim.objects);
    }
    const at = begun?.at ?? this.pen?.point ?? null;
    return this.targetOf(drawing, at, this.takesAway);
  }

  /** Whether the next stroke takes away, or the shape that is begun. */
  get takesAway(): boolean {
    const { takesAway } = this.active;
    return takesAway ?? (this.activeTool === 'eraser') !== (this.pen?.alt ?? false);
  }

  /** Where a stroke of the tool at hand goes that adds, or one that takes away. */
  protected targetOf(drawing: Drawing, point: Point | null, erasing: boolean): Target {
    const { selected, category, fresh } = this;
    const situation = { drawing, selected, category, fresh };
    if (erasing) {
      return targetOfErasing(situation);
    }
    return targetOfPaint(
      this.active.startsNew === true ? startingNew(situation) : situation,
      point,
    );
  }

  /** An object that is gone cannot be chosen any longer. */
  protected keepSelection(): void {
    if (this.selected !== null && this.opened?.object(this.selected) === undefined) {
      this.selected = null;
    }
  }

  #possible(aim: Aim | Refusal): Aim | null {
    if (typeof aim === 'string') {
      this.refuse(aim);
      return null;
    }
    return aim;
  }
}
