import { untrack } from 'svelte';
import type { Client } from '../../app/contract/client.ts';
import type { Image, ReviewState } from '../../app/domain/image.ts';
import type { Drawing } from '../canvas/drawing/drawing.ts';
import type { DrawnObject } from '../canvas/drawing/drawn-object.ts';
import type { Labels } from '../canvas/layers/label-paint.ts';
import { startOpenCvWorker } from '../canvas/opencv/start-opencv-worker.ts';
import { startPixelWorker } from '../canvas/worker/start-pixel-worker.ts';
import { Workbench } from '../canvas/workbench.ts';
import { AnnotationIds } from './editor/annotation-ids.ts';
import {
  classAtHand,
  handOf,
  isSameHand,
  keptClass,
  pointedBy,
  type Hand,
  type Pointed,
} from './editor/hand.ts';
import { Edits } from './editor/edits.ts';
import { ChosenObjects } from './editor/chosen-objects.svelte.ts';
import { followElsewhere } from './editor/elsewhere.ts';
import type { EditHistory } from './editor/history.svelte.ts';
import { ListedObjects } from './editor/listed-objects.svelte.ts';
import { Look, type Shown } from './editor/look.svelte.ts';
import { ObjectActs } from './editor/object-acts.ts';
import { ObjectClipboard } from './editor/object-clipboard.ts';
import { ObjectFaces } from './editor/object-faces.svelte.ts';
import { ObjectShowing } from './editor/object-showing.ts';
import { OverlapChoice } from './editor/overlap-choice.ts';
import { NearPictures } from './editor/near-pictures.ts';
import { OpenPixels } from './editor/open-pixels.svelte.ts';
import { Pictures } from './editor/pictures.ts';
import type { PictureDetail } from './editor/picture-detail.ts';
import { PredictionOverlay, type Prediction } from './editor/prediction.svelte.ts';
import { Prompting } from './editor/prompting.svelte.ts';
import type { Saving } from './editor/saving.svelte.ts';
import { SnapChoice } from './editor/snap-choice.ts';
import { Walk } from './editor/walk.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Session } from './session.svelte.ts';

interface EditorNeeds {
  readonly client: Client;
  readonly session: Session;
  readonly notices: Notices;
}

export interface OpenPicture {
  readonly drawing: Drawing;
  /** Its objects when it was opened, bottom first. */
  readonly before: readonly DrawnObject[];
}

/** The picture at hand and what is done to it. */
export class Editor {
  readonly look = new Look();
  readonly walk: Walk;
  readonly prediction: PredictionOverlay;
  readonly prompting: Prompting;
  readonly history: EditHistory;
  readonly saving: Saving;
  readonly bench: Workbench;
  readonly acts: ObjectActs;
  readonly overlap: OverlapChoice;
  readonly snap: SnapChoice;
  readonly faces: ObjectFaces;
  readonly pixels: OpenPixels;
  readonly showing: ObjectShowing;
  readonly clipboard: ObjectClipboard;
  readonly chosen: ChosenObjects;

  image = $state.raw<Image | null>(null);
  picture = $state.raw<OpenPicture | null>(null);
  hand: Hand;
  /** Grows whenever the hand may show another sketch. */
  moves = $state(0);
  pointed = $state.raw<Pointed | null>(null);
  /** The pen is moved by the arrow keys. */
  steered = $state(false);
  /** The object that the pointer rests on in the list. */
  hovered = $state<number | null>(null);

  readonly #session: Session;
  readonly #notices: Notices;
  readonly #pictures: Pictures;
  readonly #near: NearPictures;
  readonly #ids: AnnotationIds;
  readonly #edits: Edits;
  readonly listed = new ListedObjects();
  /** Grows with each picture asked for: a slow answer for another one is dropped. */
  #asked = 0;
  #opening: Promise<void> = Promise.resolve();
  #stopListening: () => void = () => undefined;
  #movePicture: (dx: number, dy: number) => void = () => undefined;

  constructor({ client, session, notices }: EditorNeeds) {
    this.#session = session;
    this.#notices = notices;
    this.#pictures = new Pictures(client, { pixels: startPixelWorker, openCv: startOpenCvWorker });
    this.#ids = new AnnotationIds(client);
    this.walk = new Walk(client);
    this.prediction = new PredictionOverlay(client, (labels) => this.#predicted(labels));
    this.prompting = new Prompting(client, notices);
    this.bench = new Workbench({
      takeId: () => this.#ids.take(),
      performed: (act, object, changes) => this.#edits.performed(act, object, changes),
      refused: (why) => this.#edits.refuse(why),
      pan: (dx, dy) => this.#movePicture(dx, dy),
      changed: () => this.#handChanged(),
    });
    this.hand = $state.raw(handOf(this.bench));
    this.#edits = new Edits({
      ...{ client, session, notices, walk: this.walk, bench: this.bench, editor: this },
      forget: (image) => this.#pictures.forgetDetails([image]),
    });
    this.history = this.#edits.history;
    this.saving = this.#edits.saving;
    this.#near = new NearPictures(this.#pictures, this.walk, this.saving);
    this.pixels = new OpenPixels(this.#pictures, this.bench, this.prompting);
    this.overlap = new OverlapChoice(this.bench);
    this.snap = new SnapChoice(this.bench);
    this.faces = new ObjectFaces(session, () => this);
    this.showing = new ObjectShowing({
      client,
      session,
      notices,
      saving: this.saving,
      changed: () => this.#handChanged(),
      open: () =>
        this.picture === null || this.image === null
          ? null
          : { image: this.image.id, drawing: this.picture.drawing },
    });
    this.chosen = new ChosenObjects(this.bench, () => this);
    this.acts = new ObjectActs(
      this.bench,
      (id) => this.nameOf(id),
      () => [...this.chosen.ids],
    );
    this.clipboard = new ObjectClipboard({
      bench: this.bench,
      acts: this.acts,
      faces: this.faces,
      categoryNamed: (name) => session.categories.find((each) => each.name === name)?.id ?? null,
      chosen: () => this.chosen.ids,
      image: () => this.image?.id ?? null,
      opened: () => this.#opened(),
      previous: () => this.#near.previous(),
      reserve: (count) => this.#ids.fill(count),
    });
    followElsewhere(client, {
      changed: (images) => {
        this.#pictures.forgetDetails(images);
        this.walk.forget(images).catch(() => undefined);
      },
      opened: () => this.#opened(),
      openPicture: () => this.image?.id ?? null,
      isOccupied: () => this.saving.unsaved > 0 || this.bench.isBusy,
      detail: (id) => this.#latest(id),
      revisionOf: (id) => this.saving.revisionOf(id),
      reopen: (id) => this.open(id),
      prediction: (id) => this.prediction.ahead(id),
      takeOver: (image, prediction) => this.#takeOver(image, prediction),
    });
  }

  /** Bottom first; their pixels may be those of a frame ago, see `ListedObjects`. */
  get objects(): readonly DrawnObject[] {
    return this.listed.known;
  }

  /** Who moves the picture when the hand drags it. */
  pansWith(movePicture: (dx: number, dy: number) => void): void {
    this.#movePicture = movePicture;
  }

  /** Another project, or none. */
  async start(project: string | null): Promise<void> {
    this.#close();
    if (project !== null) {
      await this.saving.start(project);
    }
  }

  async open(id: number): Promise<void> {
    this.#opening = this.#open(id);
    const asked = this.#asked;
    try {
      await this.#opening;
    } catch (error) {
      // The last picture is still shown and painted on: that is the one that is at hand.
      if (asked === this.#asked) this.walk.current = this.image?.id ?? null;
      throw error;
    }
  }

  async #open(id: number): Promise<void> {
    const asked = ++this.#asked;
    this.walk.current = id;
    // What the hand has done here is worked out first: it would be lost.
    await this.bench.settled();
    if (asked !== this.#asked) {
      return;
    }
    this.bench.cancelAll();
    this.#near.keep(id, this.image?.id ?? null);
    await this.#readable(id);
    // The masks are asked for before the pixels, which take the studio longer.
    const coming = this.#latest(id);
    this.#pictures.load(id);
    const [detail] = await Promise.all([coming, this.#session.readOnly ? null : this.#ids.fill()]);
    if (asked !== this.#asked) {
      return;
    }
    const { image } = detail;
    const drawing = this.#pictures.drawing(detail);
    this.#stopListening();
    this.#stopListening = drawing.listen({
      pixels: () => undefined,
      objects: () => this.listed.follow(drawing.objects),
    });
    this.saving.knows(id, image.revision);
    this.history.open(id, detail);
    this.#edits.steps.forget();
    this.image = image;
    this.walk.knows(image);
    this.listed.set(drawing.objects);
    this.picture = { drawing, before: drawing.objects };
    this.bench.open(drawing);
    this.pixels.open(image);
    this.bench.setCategory(
      classAtHand(this.bench.category, this.objects, this.#session.categories),
    );
    void this.#notices.attempt(() => this.prediction.open(image));
    void this.#notices.attempt(() => this.walk.fetchNear());
    void this.#near.fetchAhead(id, () => asked === this.#asked);
  }

  undo(): void {
    this.#edits.undo();
  }

  redo(): void {
    this.#edits.redo();
  }

  get shown(): Shown {
    return this.look.shownWith(this.prediction.labels !== null);
  }

  /** The nth class, counted from 0: for what is painted next, or for the chosen object while choosing. */
  pickClass(n: number): void {
    const category = this.#session.categories[n]?.id;
    const { tool, selected } = this.hand;
    if (category !== undefined && tool === 'select' && selected !== null) {
      this.acts.classify(this.chosen.ids, category);
    } else if (category !== undefined) {
      this.bench.setCategory(category);
    }
  }

  /** Left out: every class that was predicted. */
  acceptPrediction(categories?: readonly number[]): void {
    const { found, threshold } = this.prediction;
    if (found !== null) this.#edits.accept(found.run, threshold, categories);
  }

  review(id: number, review: ReviewState): Promise<void> {
    return this.#edits.review(id, review);
  }

  nameOf(id: number): string {
    return this.faces.nameOf(id);
  }

  /** Called once a frame while the pointer moves. */
  penMoved(): void {
    const before = this.pointed;
    this.pointed = pointedBy(this.bench, this.picture?.drawing, before);
    if (before?.object !== this.pointed?.object) this.#handChanged();
  }

  /** The classes changed: the one at hand may be gone, the first one may have come. */
  followClasses(): void {
    const { categories } = this.#session;
    this.bench.setCategory(keptClass(this.bench.category, this.objects, categories));
  }

  #handChanged(): void {
    const hand = handOf(this.bench);
    // Untracked: whoever moves the hand in an effect does not follow it.
    untrack(() => {
      if (!isSameHand(this.hand, hand)) this.hand = hand;
      this.moves++;
    });
  }

  #predicted(labels: Labels | null): void {
    const hasClass = (id: number): boolean => this.#session.category(id) !== undefined;
    this.bench.predicted = labels === null ? null : this.prediction.forTools(labels, hasClass);
    this.bench.refresh();
  }

  #readable(id: number): Promise<void> {
    return this.saving.readable(id, this.walk.image(id)?.name ?? String(id));
  }

  /** What the studio holds of a picture, asked again where the hand did something meanwhile. */
  #latest(id: number): Promise<PictureDetail> {
    return this.#pictures.latestDetail(id, () => this.#readable(id));
  }

  /** Resolves when no picture is on its way any longer. */
  async #opened(): Promise<void> {
    let waited;
    do {
      waited = this.#opening;
      await waited.catch(() => undefined);
    } while (waited !== this.#opening);
  }

  /** News of the picture that are not about its objects. */
  async #takeOver(image: Image, prediction: Promise<Prediction | null> | null): Promise<void> {
    const before = this.image;
    this.image = image;
    this.walk.knows(image);
    if (before?.predicted !== image.predicted || before.score !== image.score) {
      await this.prediction.open(image, prediction);
    }
  }

  #close(): void {
    this.#asked++;
    this.#stopListening();
    this.#pictures.clear();
    this.saving.stop();
    this.#edits.steps.forget();
    this.walk.clear();
    this.image = null;
    this.picture = null;
    this.listed.set([]);
    this.bench.open(null);
    this.pixels.close();
    void this.prediction.open(null);
  }
}
