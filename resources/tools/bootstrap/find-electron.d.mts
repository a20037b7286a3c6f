export interface FoundElectron {
  readonly file: string;
  /** Such as "45.4.1"; empty where no file says it. */
  readonly version: string;
  /** The app folder built for it. */
  readonly appFolder: string;
  /** Too old to be shipped, or to show the page as it is shipped: the tests alone use it. */
  readonly isTestVehicle: boolean;
}

export function findElectron(): FoundElectron | null;
export function described(file: string): FoundElectron;
