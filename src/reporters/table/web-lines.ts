import type { DirectoryResult, EndpointResult, HttpResult } from '../../model/report.ts';
import type { Line } from './page.ts';

/**
 * What a website answers to strangers: a line for each virtual directory, one for HSTS and one for port 80. Empty if
 * nobody asked. Quotes the server.
 */
export function webLines({ directories, http }: EndpointResult): readonly Line[] {
  return [...directories.map(directoryLine), ...(http === null ? [] : httpLines(http))];
}

/** `owa: here (302), healthy` */
function directoryLine(one: DirectoryResult): Line {
  const { id, state, status, why, authentication, servers } = one;
  if (state === 'absent') return { text: `${id}: not here (${status ?? why})`, style: 'faint' };
  if (state === 'unknown') return { text: `${id}: not known: ${why}`, style: 'faint' };
  const parts = [
    `here (${status ?? why})`,
    ...(authentication.length === 0 ? [] : [`offers ${authentication.join(', ')}`]),
    ...healthOf(one),
    ...(servers.length === 0 ? [] : [servers.join(', ')]),
  ];
  return { text: `${id}: ${parts.join('; ')}` };
}

function healthOf({ health, health_status }: DirectoryResult): readonly string[] {
  switch (health) {
    case 'healthy':
      return ['healthy'];
    case 'not-healthy':
      return [`not healthy (${health_status ?? ''})`];
    case 'unknown':
      return ['health not known'];
    case 'not-asked':
      return [];
  }
}

function httpLines({ hsts, plain }: HttpResult): readonly Line[] {
  return [...hstsLine(hsts), ...plainLine(plain)];
}

function hstsLine({ state, value }: HttpResult['hsts']): readonly Line[] {
  if (state === 'unknown') return [];
  return [{ text: state === 'sent' ? `HSTS: ${value ?? ''}` : 'HSTS: not sent' }];
}

function plainLine({ state, answers }: HttpResult['plain']): readonly Line[] {
  switch (state) {
    case 'not-asked':
      return [];
    case 'closed':
      return [{ text: 'port 80: closed', style: 'faint' }];
    case 'unknown':
      return [{ text: 'port 80: not known', style: 'faint' }];
    case 'answered': {
      const [first] = answers;
      const to = first === undefined || first.redirect === null ? '' : ` to ${first.redirect}`;
      return [
        { text: `port 80: answers${first === undefined ? '' : ` ${first.path} with ${first.status}`}${to}` },
      ];
    }
  }
}
