import type { Client } from '../../app/contract/client.ts';
import type { StudioError } from '../../app/contract/errors.ts';
import type { Result } from '../../app/contract/methods.ts';
import type { Change } from '../../app/domain/gesture.ts';
import type { Image, ReviewState } from '../../app/domain/image.ts';
import { Drawing } from '../canvas/drawing/drawing.ts';
import { seedOf, type DrawnObject } from '../canvas/drawing/drawn-object.ts';
import type { PictureSource } from '../canvas/picture-source.ts';
import type { Target } from '../canvas/tools/aim.ts';
import type { Act, Refusal, ToolName } from '../canvas/tools/tool.ts';
import { Workbench } from '../canvas/workbench.ts';
import { words } from '../words/en.ts';
import { AnnotationIds } from './editor/annotation-ids.ts';
import { LocalHistory } from './editor/local-history.ts';
import { Look } from './editor/look.svelte.ts';
import { objectNames } from './editor/object-names.ts';
import { nameThisTab, Outbox, type Write } from './editor/outbox.ts';
import { Pictures } from './editor/pictures.ts';
import { PredictionOverlay } from './editor/prediction.svelte.ts';
import { Walk } from './editor/walk.svelte.ts';
import { Writer, type Answer } from './editor/writer.ts';
import type { Notices } from './notices.svelte.ts';
import type { Session } from './session.svelte.ts';
import { throttled } from './throttled.ts';

export interface OpenPicture {
  readonly drawing: Drawing;
  /** Null when the file is missing or is no picture. */
  readonly source: PictureSource | null;
}

/** What the workbench knows, for components to follow. */
export interface Hand {
  readonly tool: ToolName;
  readonly activeTool: ToolName;
  readonly brushSizePx: number;
  readonly brushShape: 'round' | 'square';
  readonly category: number | null;
  readonly selected: number | null;
  readonly fresh: boolean;
  readonly target: Target;
  /** The class and label of an object that the stroke under the pen brings into being. */
  readonly coming: { readonly slot: number; readonly category: number } | null;
}

export type HistoryEntry = Result<'history.list'>['gestures'][number];

interface Surroundings {
  readonly client: Client;
  readonly session: Session;
  readonly notices: Notices;
}

/** The picture at hand, what is done to it, and that none of it is lost. */
export class Editor {
  readonly look = new Look();
  readonly walk: Walk;
  readonly prediction: PredictionOverlay;
  readonly bench: Workbench;

  image = $state.raw<Image | null>(null);
  picture = $state.raw<OpenPicture | null>(null);
  objects = $state.raw<readonly DrawnObject[]>([]);
  hand = $state.raw<Hand>({
    tool: 'brush',
    activeTool: 'brush',
    brushSizePx: 20,
    brushShape: 'round',
    category: null,
    selected: null,
    fresh: false,
    target: { kind: 'nothing' },
    coming: null,
  });
  /** The pixel under the pointer, and what lies there. */
  pointed = $state.raw<{
    readonly x: number;
    readonly y: number;
    readonly object: number | null;
  } | null>(null);
  /** The object that the pointer rests on in the list. */
  hovered = $state<number | null>(null);
  canUndo = $state(false);
  canRedo = $state(false);
  history = $state.raw<readonly HistoryEntry[]>([]);
  unsaved = $state(0);
  /** Why the studio takes no writes at the moment. */
  trouble = $state.raw<StudioError | null>(null);
  names = $derived(objectNames(this.objects, (id) => this.categoryName(id)));

  readonly #client: Client;
  readonly #session: Session;
  readonly #notices: Notices;
  readonly #pictures: Pictures;
  readonly #ids: AnnotationIds;
  #writer: Writer | null = null;
  #local = new LocalHistory({ canUndo: false, canRedo: false });
  /** Grows with each picture asked for: a slow answer for another one is dropped. */
  #asked = 0;
  /** The studio is asked for changes that this window does not know; painting waits for them. */
  #awaiting = false;
  #toldRasterised = false;
  #stopListening: () => void = () => undefined;
  readonly #pan: ((dx: number, dy: number) => void)[] = [];

  constructor({ client, session, notices }: Surroundings) {
    this.#client = client;
    this.#session = session;
    this.#notices = notices;
    this.#pictures = new Pictures(client);
    this.#ids = new AnnotationIds(client);
    this.walk = new Walk(client);
    this.prediction = new PredictionOverlay(client);
    this.bench = new Workbench({
      takeId: () => this.#ids.take(),
      performed: (act, object, changes) => this.#performed(act, object, changes),
      refused: (why) => this.refuse(why),
      pan: (dx, dy) => this.#pan.at(-1)?.(dx, dy),
      changed: () => this.handChanged(),
    });
    client.subscribe('images', ({ images }) => this.#changedElsewhere(images));
    client.subscribe('reconnected', () => this.#changedElsewhere([]));
  }

  /** Who moves the picture when the hand drags it. Answers what takes that back. */
  pansWith(pan: (dx: number, dy: number) => void): () => void {
    this.#pan.push(pan);
    return () => this.#pan.splice(this.#pan.indexOf(pan), 1);
  }

  /** Another project, or none: sends what an earlier page of it could not, then is ready to write. */
  async start(project: string | null): Promise<void> {
    this.#close();
    if (project === null) {
      return;
    }
    const { name, others } = await nameThisTab();
    const outbox = new Outbox({ storage: localStorage, project, tab: name });
    const left = outbox.leftBehind((tab) => others.has(tab));
    let resumed = left.length;
    this.#writer = new Writer(this.#client, outbox, {
      written: (image, write, answer) => this.#written(image, write, answer),
      refused: (image, writes, error) => {
        if (resumed > 0) {
          this.#notices.tell(words.annotate.resumeRefused(writes.length), { tone: 'bad' });
          resumed = 0;
        } else {
          this.#refusedWrites(image, writes, error);
        }
        this.unsaved = this.#writer?.pending ?? 0;
      },
      waiting: (error) => this.#waiting(error),
    });
    const images = [...new Set(left.map(({ image }) => image))];
    this.#writer.resume(left);
    await Promise.all(images.map((image) => this.#writer?.drained(image)));
    if (resumed > 0) {
      this.#notices.tell(words.annotate.resumed(resumed), { tone: 'good' });
    }
    resumed = 0;
  }

  async open(id: number): Promise<void> {
    const asked = ++this.#asked;
    this.walk.current = id;
    this.bench.cancelAll();
    this.#keepNear();
    await this.#writer?.drained(id);
    const [detail, source] = await Promise.all([
      this.#pictures.detail(id),
      this.#pictures.source(id),
      this.#session.readOnly ? null : this.#ids.fill(),
    ]);
    if (asked !== this.#asked) {
      return;
    }
    const { image } = detail;
    const drawing = new Drawing({ size: image, turn: image.turn, annotations: detail.annotations });
    this.#stopListening();
    this.#stopListening = drawing.listen({
      pixels: () => undefined,
      objects: () => {
        this.objects = drawing.objects;
      },
    });
    this.#writer?.knows(id, image.revision);
    this.#local = new LocalHistory(detail);
    this.#awaiting = false;
    this.image = image;
    this.walk.knows(image);
    this.objects = drawing.objects;
    this.picture = { drawing, source };
    this.history = [];
    this.bench.readOnly = this.#session.readOnly;
    this.bench.open(drawing);
    this.#followHistory();
    this.#followPicture();
    void this.#notices.attempt(() => this.prediction.open(image));
    void this.#notices.attempt(() => this.walk.fetchNear());
  }

  #close(): void {
    this.#asked++;
    this.#stopListening();
    this.#pictures.clear();
    this.#writer = null;
    this.#awaiting = false;
    this.walk.current = null;
    this.walk.ids = [];
    this.image = null;
    this.picture = null;
    this.objects = [];
    this.unsaved = 0;
    this.bench.open(null);
    void this.prediction.open(null);
  }

  /** Reads the picture again, keeping the view. */
  async reload(): Promise<void> {
    const { image } = this;
    if (image !== null) {
      this.#pictures.forgetDetails([image.id]);
      await this.open(image.id);
    }
  }

  undo(): void {
    if (this.bench.isBusy) {
      this.bench.cancel();
    } else if (!this.bench.stepPathBack()) {
      this.#step('undo');
    }
  }

  redo(): void {
    this.#step('redo');
  }

  deleteSelected(): void {
    const { drawing } = this.picture ?? {};
    const id = this.hand.selected;
    if (this.bench.stepBack() || drawing === undefined || id === null) {
      return;
    }
    const object = drawing.object(id);
    if (object?.locked === true) {
      this.refuse('locked');
    } else if (object !== undefined) {
      const name = this.nameOf(id);
      const seed = seedOf(object, drawing.objects.indexOf(object), drawing.size);
      this.bench.change('delete', null, [{ kind: 'delete', seed }], name);
    }
  }

  classify(id: number, category: number): void {
    const object = this.picture?.drawing.object(id);
    if (object !== undefined && object.category !== category && !object.locked) {
      const change = {
        kind: 'class',
        annotation: id,
        before: object.category,
        after: category,
      } as const;
      this.bench.change('class', id, [change], this.nameOf(id));
    }
  }

  /** One place up (over the next) or down. */
  reorder(id: number, by: 1 | -1): void {
    const before = this.objects.map((object) => object.id);
    const from = before.indexOf(id);
    const to = from + by;
    if (from !== -1 && to >= 0 && to < before.length) {
      const after = before.toSpliced(from, 1).toSpliced(to, 0, id);
      this.bench.change('order', id, [{ kind: 'order', before, after }], this.nameOf(id));
    }
  }

  async show(id: number, change: { visible?: boolean; locked?: boolean }): Promise<void> {
    const image = this.image?.id;
    this.picture?.drawing.show(id, change);
    if (image !== undefined && !this.#session.readOnly) {
      await this.#notices.attempt(async () => {
        await this.#writer?.drained(image);
        await this.#client.call('annotation.show', { annotation: id, ...change });
      });
    }
  }

  /** The nth class, counted from 0: for what is painted next, or for the chosen object while choosing. */
  pickClass(n: number): void {
    const category = this.#session.categories[n]?.id;
    if (category === undefined) {
      return;
    }
    if (this.hand.tool === 'select' && this.hand.selected !== null) {
      this.classify(this.hand.selected, category);
    } else {
      this.bench.setCategory(category);
    }
  }

  acceptPrediction(categories?: readonly number[]): void {
    const { found, threshold } = this.prediction;
    if (found !== null && this.image !== null && !this.#awaiting) {
      const { run } = found;
      const write = { kind: 'accept', run, threshold } as const;
      this.#push(this.image.id, categories === undefined ? write : { ...write, categories });
      this.#await();
    }
  }

  /** Waits for what is under way: a later gesture would set the state back to edited. */
  async review(id: number, review: ReviewState): Promise<void> {
    await this.#writer?.drained(id);
    await this.#client.call('image.review', { changes: [{ image: id, review }] });
    if (this.image?.id === id) {
      this.image = { ...this.image, review };
    }
    const known = this.walk.image(id);
    if (known !== undefined) {
      this.walk.knows({ ...known, review });
    }
  }

  async fetchHistory(): Promise<void> {
    const image = this.image?.id;
    if (image === undefined) {
      return;
    }
    const { gestures } = await this.#client.call('history.list', { image });
    if (this.image?.id === image) {
      this.history = gestures;
    }
  }

  refuse(why: Refusal): void {
    this.#notices.tell(words.annotate.refusals[why]);
  }

  categoryName(id: number): string {
    return this.#session.category(id)?.name ?? words.annotate.unknownClass;
  }

  nameOf(id: number): string {
    return this.names.get(id) ?? words.annotate.unknownClass;
  }

  handChanged(): void {
    const { tool, activeTool, brushSizePx, brushShape, category, selected, fresh } = this.bench;
    const coming = this.bench.coming();
    const target = this.bench.target();
    this.hand = {
      tool,
      activeTool,
      brushSizePx,
      brushShape,
      category,
      selected,
      fresh,
      coming,
      target,
    };
  }

  /** Called once a frame while the pointer moves. */
  penMoved(): void {
    const { pen } = this.bench;
    const drawing = this.picture?.drawing;
    const x = Math.floor(pen?.point.x ?? -1);
    const y = Math.floor(pen?.point.y ?? -1);
    const isInside =
      drawing !== undefined &&
      x >= 0 &&
      y >= 0 &&
      x < drawing.size.width &&
      y < drawing.size.height;
    const object = isInside ? (drawing.objectAt({ x, y })?.id ?? null) : null;
    const before = this.pointed;
    if (!isInside) {
      this.pointed = null;
    } else if (before?.x !== x || before.y !== y || before.object !== object) {
      this.pointed = { x, y, object };
      if (before?.object !== object) this.handChanged();
    }
  }

  /** The classes changed: the one at hand may be gone, the first one may have come. */
  followClasses(): void {
    const { categories } = this.#session;
    const { category } = this.bench;
    if (!categories.some(({ id }) => id === category)) {
      this.bench.setCategory(this.objects.at(-1)?.category ?? categories[0]?.id ?? null);
    }
  }

  /** In a picture of dogs the brush is for dogs, whatever the last picture showed. */
  #followPicture(): void {
    const classes = new Set(this.objects.map(({ category }) => category));
    const [only] = classes;
    if (only !== undefined && classes.size === 1 && this.bench.category !== only) {
      this.bench.setCategory(only);
    }
    this.followClasses();
  }

  #performed(act: Act, object: number | null, changes: readonly Change[]): void {
    const { image } = this;
    if (image === null) {
      return;
    }
    const name =
      this.bench.actName ?? (object === null ? words.annotate.everyObject : this.nameOf(object));
    const gesture = { id: crypto.randomUUID(), label: words.annotate.acts[act](name), changes };
    this.#local.add(changes);
    this.#push(image.id, { kind: 'gesture', gesture });
    if (!this.#toldRasterised && changes.some(({ kind }) => kind === 'rasterise')) {
      this.#toldRasterised = true;
      const action = { label: words.general.undo, run: () => this.undo() };
      this.#notices.tell(words.annotate.rasterised, { action });
    }
  }

  #push(image: number, write: Write): void {
    this.#pictures.forgetDetails([image]);
    this.#writer?.push(image, write);
    this.unsaved = this.#writer?.pending ?? 0;
    this.#followHistory();
  }

  #step(direction: 'undo' | 'redo'): void {
    const { image, picture } = this;
    const isPossible = direction === 'undo' ? this.#local.canUndo : this.#local.canRedo;
    if (
      image === null ||
      picture === null ||
      !isPossible ||
      this.#awaiting ||
      this.bench.readOnly
    ) {
      return;
    }
    const changes = direction === 'undo' ? this.#local.undo() : this.#local.redo();
    if (changes === null) {
      this.#await();
    } else {
      picture.drawing.apply(changes);
      this.bench.revised();
    }
    this.#push(image.id, { kind: direction });
  }

  #await(): void {
    this.#awaiting = true;
    this.bench.readOnly = true;
  }

  #written(image: number, write: Write, answer: Answer): void {
    this.unsaved = this.#writer?.pending ?? 0;
    if (this.image?.id !== image) {
      return;
    }
    this.image = {
      ...this.image,
      revision: answer.revision,
      review: write.kind === 'undo' ? this.image.review : 'edited',
    };
    this.walk.knows({ ...this.image, annotations: this.objects.length });
    if (this.#awaiting && write.kind !== 'gesture') {
      this.#received(write, answer);
    }
    this.#followHistory();
    this.#fetchHistorySoon();
  }

  /** Changes that only the studio knew. */
  #received(
    write: Exclude<Write, { kind: 'gesture' }>,
    { changes, canUndo, canRedo }: Answer,
  ): void {
    this.#awaiting = false;
    this.bench.readOnly = this.#session.readOnly;
    const drawing = this.picture?.drawing;
    if (changes === undefined || drawing === undefined) {
      void this.#notices.attempt(() => this.reload());
      return;
    }
    drawing.apply(changes);
    this.bench.revised();
    if (write.kind === 'undo') {
      this.#local.undidOlder(changes, canUndo);
    } else if (write.kind === 'redo') {
      this.#local.redidNewer(changes, canRedo);
    } else {
      this.#local.add(changes);
    }
  }

  #refusedWrites(image: number, writes: readonly Write[], error: StudioError): void {
    const name = this.walk.image(image)?.name ?? String(image);
    const text =
      error.code === 'conflict'
        ? words.annotate.conflict(name)
        : words.annotate.refused(error.message);
    this.#notices.tell(text, { tone: 'bad' });
    this.#pictures.forgetDetails([image]);
    if (this.image?.id === image && writes.length > 0) {
      void this.#notices.attempt(() => this.open(image));
    }
  }

  #waiting(error: StudioError | null): void {
    if (error?.code === 'disk-full' && this.trouble?.code !== 'disk-full') {
      this.#notices.tell(words.annotate.diskFull(error.message), { tone: 'bad' });
    }
    this.trouble = error;
  }

  #followHistory(): void {
    this.canUndo = this.#local.canUndo && !this.#session.readOnly;
    this.canRedo = this.#local.canRedo && !this.#session.readOnly;
    this.#fetchHistorySoon();
  }

  readonly #fetchHistorySoon = throttled(async () => {
    if (this.unsaved === 0) {
      await this.fetchHistory().catch(() => undefined);
    }
  }, 300);

  /** Another window, an import or an engine changed pictures; an empty list means many. */
  #changedElsewhere(images: readonly number[]): void {
    this.#pictures.forgetDetails(images);
    void this.walk.forget(images).catch(() => undefined);
    const { image } = this;
    if (image !== null && (images.length === 0 || images.includes(image.id))) {
      this.#refreshSoon();
    }
  }

  readonly #refreshSoon = throttled(async () => {
    const { image } = this;
    if (image === null || this.unsaved > 0 || this.bench.isBusy) {
      return;
    }
    try {
      const detail = await this.#pictures.detail(image.id);
      if (this.image?.id !== image.id || this.unsaved > 0 || this.bench.isBusy) {
        return;
      }
      if (detail.image.revision !== this.#writer?.revisionOf(image.id)) {
        await this.open(image.id);
      } else {
        this.image = detail.image;
        this.walk.knows(detail.image);
        if (detail.image.predicted !== image.predicted || detail.image.score !== image.score) {
          await this.prediction.open(detail.image);
        }
      }
    } catch {
      // The picture is gone or the studio is away; the next act of the person will say so.
    }
  }, 250);

  #keepNear(): void {
    const near = [0, 1, -1, 2].map((steps) => this.walk.at(steps));
    const wanted = [this.walk.current, ...near].filter((id) => id !== null);
    this.#pictures.keep([...new Set(wanted)]);
  }
}
