import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import type { Depth } from '../../model/report.ts';
import type { Target } from '../../model/target.ts';
import type { Shell } from '../shell.ts';

/** What makes runs comparable. */
export interface Kind {
  readonly depth: Depth;
  readonly baseline: string;
  readonly targets: readonly Target[];
}

/** Stands for the folder that this system has for such things. */
const USUAL = 'default';

/**
 * The folder of `--state`.
 *
 * @throws ConfigError if it has no name, or the environment does not say where the usual one is.
 */
export function stateFolder(written: string, { environment }: Pick<Shell, 'environment'>): string {
  if (written === '') throw new ConfigError('--state', [{ path: '', message: 'expected a folder' }]);
  if (written !== USUAL) return written;
  const usual = usualFolder(environment);
  if (usual !== null) return usual;
  const message = 'neither XDG_STATE_HOME, LOCALAPPDATA nor HOME says where; name a folder';
  throw new ConfigError('--state default', [{ path: '', message }]);
}

/** XDG Base Directory, or what Windows has for it. */
function usualFolder(environment: Shell['environment']): string | null {
  const { XDG_STATE_HOME, LOCALAPPDATA, HOME } = environment;
  const beneath = LOCALAPPDATA === undefined ? undefined : join(LOCALAPPDATA, 'exchange-tls', 'state');
  const home = HOME === undefined ? undefined : join(HOME, '.local', 'state', 'exchange-tls');
  const own = XDG_STATE_HOME === undefined ? undefined : join(XDG_STATE_HOME, 'exchange-tls');
  return [own, beneath, home].find((path) => path !== undefined && isAbsolute(path)) ?? null;
}

/** `check-mail.contoso.com-1a2b3c4d5e6f`: the same for runs that can be compared, whatever the order of their targets. */
export function seriesName({ depth, baseline, targets }: Kind): string {
  const places = targets.map(({ host, services, explicit, addresses, views = {}, baseline: own }) => [
    host,
    services.map(({ protocol, port }) => `${protocol}:${port}`).toSorted(),
    explicit,
    addresses.toSorted(),
    Object.entries(views)
      .map(([view, there]) => `${view}=${there.toSorted().join()}`)
      .toSorted(),
    own,
  ]);
  const text = JSON.stringify([depth, baseline, places.map((place) => JSON.stringify(place)).toSorted()]);
  const [first = ''] = targets.map(({ host }) => host).toSorted();
  const host = first.replaceAll(/[^a-z0-9.-]/gi, '_').slice(0, 60);
  return `${depth}-${host}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
