/** What of OpenCV we use, in words of our own: its types name every function there is. Whatever has `delete` is ours to delete. */
export interface Mat {
  readonly rows: number;
  readonly data: Uint8Array;
  readonly data32S: Int32Array;
  /** A view of a part; it is to be deleted too. */
  roi(rect: unknown): Mat;
  /** `clone` is another name for the same pixels there; this copies them. */
  copyTo(to: Mat): void;
  delete(): void;
}

export interface IntelligentScissors {
  setEdgeFeatureCannyParameters(low: number, high: number): void;
  applyImage(image: Mat): void;
  buildMap(source: unknown): void;
  getContour(target: unknown, contour: Mat): void;
  delete(): void;
}

export interface OpenCv {
  readonly Mat: {
    new (): Mat;
    new (rows: number, columns: number, type: number): Mat;
  };
  readonly Point: new (x: number, y: number) => unknown;
  readonly Size: new (width: number, height: number) => unknown;
  readonly Rect: new (x: number, y: number, width: number, height: number) => unknown;
  readonly segmentation_IntelligentScissorsMB: new () => IntelligentScissors;
  readonly CV_8UC4: number;
  readonly CV_8UC1: number;
  readonly COLOR_RGBA2RGB: number;
  readonly INTER_AREA: number;
  readonly INTER_LINEAR: number;
  readonly INTER_NEAREST: number;
  readonly GC_INIT_WITH_MASK: number;
  readonly GC_EVAL: number;
  readonly GC_EVAL_FREEZE_MODEL: number;
  cvtColor(from: Mat, to: Mat, code: number): void;
  resize(from: Mat, to: Mat, size: unknown, fx: number, fy: number, interpolation: number): void;
  setRNGSeed(seed: number): void;
  grabCut(
    image: Mat,
    mask: Mat,
    rect: unknown,
    background: Mat,
    foreground: Mat,
    iterations: number,
    mode: number,
  ): void;
}

/** Its module before the WebAssembly runs: it calls back when it does. */
interface Starting {
  readonly Mat?: unknown;
  onRuntimeInitialized?: () => void;
}

/** In a box: OpenCV has a `then` of its own that answers with itself, so that awaiting it would never end. */
export function started(module: unknown): Promise<{ readonly cv: OpenCv }> {
  const starting = module as Starting;
  return new Promise((resolve) => {
    const done = (): void => resolve({ cv: module as OpenCv });
    if (starting.Mat === undefined) {
      starting.onRuntimeInitialized = done;
    } else {
      done();
    }
  });
}
