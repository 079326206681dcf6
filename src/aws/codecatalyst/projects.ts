import type { Clock, SpaceNames } from '../../app/ports.ts';
import { asObject, asText } from '../../domain/json.ts';
import type { Space } from '../../domain/space.ts';
import type { PostList } from './client.ts';

/** Most projects of a page, and most pages that are read (Amazon CodeCatalyst API Reference, "ListProjects"). */
const PAGE_SIZE = 50;
const MAX_PAGES = 5;
/** Time for which names are good, in milliseconds, and after which what failed is tried again. */
const GOOD_FOR_MS = 10 * 60_000;

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
  const names: string[] = [];
  let [requests, token] = [0, undefined as string | undefined];
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const body = { maxResults: PAGE_SIZE, ...(token !== undefined && { nextToken: token }) };
    const page = await post('projects', body, signal);
    requests += page.requests;
    token = page.nextToken;
    names.push(...page.items.flatMap(item => asText(asObject(item)?.['name']) ?? []));
    if (token === undefined) return { names, isWhole: true, requests };
  }
  return { names, isWhole: false, requests };
}

/** How a space and its projects are called, read once in a while. */
export function spaceNames(
  { name }: Pick<Space, 'name'>,
  post: PostList,
  clock: Pick<Clock, 'now'>,
): SpaceNames {
  let projects: readonly string[] = [];
  let triedAt = Number.NEGATIVE_INFINITY;
  return {
    known: () => ({ name, projects }),
    async refresh() {
      if (clock.now() - triedAt < GOOD_FOR_MS) return;
      triedAt = clock.now();
      try {
        ({ names: projects } = await listProjects(post, AbortSignal.timeout(REFRESH_MS)));
      } catch {
        // Questions are read without them; that the space can't be asked is told by those that need its log.
      }
    },
  };
}
