import { deadline } from '../../app/deadline.ts';
import type { Clock, SpaceNames } from '../../app/ports.ts';
import { asObject, asText } from '../../domain/json.ts';
import type { Space } from '../../domain/space.ts';
import type { PostList } from './client.ts';

/** Most projects of a page, and most pages that are read (Amazon CodeCatalyst API Reference, "ListProjects"). */
const PAGE_SIZE = 50;
const MAX_PAGES = 5;
/** Times for which names are good, and after which what failed is tried again, in milliseconds. */
const GOOD_FOR_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 60_000;

/** Time limit for reading them, in milliseconds: somebody waits for an answer. */
const REFRESH_MS = 1_500;

/** The projects of a space by their names. */
export interface ProjectsFound {
  readonly names: readonly string[];
  /** False: there are more than were read. */
  readonly isWhole: boolean;
  /** Requests that were sent for them. */
  readonly requests: number;
}

/** Reads the names of a space's projects (ListProjects). @throws as {@link PostList} */
export async function listProjects(post: PostList, signal: AbortSignal): Promise<ProjectsFound> {
  let found: ProjectsFound = { names: [], isWhole: false, requests: 0 };
  for await (const page of pagesOfProjects(post, signal)) found = page;
  return found;
}

/** What is known after each page. */
async function* pagesOfProjects(post: PostList, signal: AbortSignal): AsyncGenerator<ProjectsFound> {
  const names: string[] = [];
  let [requests, token] = [0, undefined as string | undefined];
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const body = { maxResults: PAGE_SIZE, ...(token !== undefined && { nextToken: token }) };
    const page = await post('projects', body, signal);
    requests += page.requests;
    token = page.nextToken;
    names.push(...page.items.flatMap(item => asText(asObject(item)?.['name']) ?? []));
    yield { names: [...names], isWhole: token === undefined, requests };
    if (token === undefined) return;
  }
}

/** How a space and its projects are called, read once in a while. */
export function spaceNames(
  { name }: Pick<Space, 'name'>,
  post: PostList,
  clock: Pick<Clock, 'now'>,
): SpaceNames {
  let projects: readonly string[] = [];
  let goodUntil = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const read = async () => {
    const end = deadline(REFRESH_MS);
    goodUntil = clock.now() + AGAIN_AFTER_MS;
    try {
      for await (const { names, isWhole } of pagesOfProjects(post, end.signal))
        projects = isWhole ? names : [...new Set([...projects, ...names])];
      goodUntil = clock.now() + GOOD_FOR_MS;
    } catch {
      // Questions are read with what is known; that the space can't be asked is told by those that need its log.
    } finally {
      end.end();
    }
  };
  return {
    known: () => ({ name, projects }),
    async refresh() {
      if (clock.now() < goodUntil && reading === undefined) return;
      // Whoever asks meanwhile waits for the same.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    },
  };
}
