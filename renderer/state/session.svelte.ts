import type { Client } from '../../app/contract/client.ts';
import type { ProjectSummary, Result } from '../../app/contract/methods.ts';

export type StudioStatus = Result<'studio.status'>;
export type CategoryWithCounts = Result<'category.list'>['categories'][number];

/** What is open: the project, its classes, and whether the studio can be reached. */
export class Session {
  status = $state.raw<StudioStatus | null>(null);
  categories = $state.raw<readonly CategoryWithCounts[]>([]);
  /** Part of every overlay's URL: grows when a class changes its name or colour. */
  categoriesRevision = $state(0);
  connected = $state(true);
  /** How often the studio came back, with its project open: what it did not give before may be asked for again. */
  returns = $state(0);
  /** What is known of why it cannot be reached; null for no more than that. */
  lossMessage = $state<string | null>(null);

  readonly #client: Client;
  #categoryById = $derived(new Map(this.categories.map((category) => [category.id, category])));

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    client.subscribe('project', () => void this.refresh().catch(onError));
    client.subscribe('categories', () => void this.refreshCategories().catch(onError));
    client.subscribe('reconnected', () => void this.#comeBack().catch(onError));
  }

  get project(): ProjectSummary | null {
    return this.status?.project ?? null;
  }

  get trouble(): StudioStatus['trouble'] {
    return this.status?.trouble ?? null;
  }

  get readOnly(): boolean {
    return this.project?.readOnly ?? false;
  }

  category(id: number): CategoryWithCounts | undefined {
    return this.#categoryById.get(id);
  }

  /** A run may know a class that is gone: it is grey. */
  colorOfClass(name: string): string {
    return this.categories.find((category) => category.name === name)?.color ?? 'var(--quiet)';
  }

  async refresh(): Promise<void> {
    this.status = await this.#client.call('studio.status', {});
    await this.refreshCategories();
  }

  async refreshCategories(): Promise<void> {
    if (this.project === null) {
      this.categories = [];
      return;
    }
    const answer = await this.#client.call('category.list', {});
    this.categories = answer.categories;
    this.categoriesRevision = answer.revision;
  }

  async openProject(folder: string, { create }: { create: boolean }): Promise<void> {
    await this.#client.call('project.open', { folder, create });
    await this.refresh();
  }

  async closeProject(): Promise<void> {
    await this.#client.call('project.close', {});
    await this.refresh();
  }

  /** A studio that died comes back without the project that was open: open it again. */
  async #comeBack(): Promise<void> {
    const folder = this.project?.folder;
    const status = await this.#client.call('studio.status', {});
    if (folder !== undefined && status.project === null && status.trouble === null) {
      await this.openProject(folder, { create: false });
    } else {
      await this.refresh();
    }
    this.returns++;
  }
}
