import type { Site } from './http-site.ts';

/** A load balancer in front of the site: its cookie keeps a client at one server. */
export function loadBalanced(site: Site, cookie: string): Site {
  return (request) => {
    const answer = site(request);
    return { ...answer, headers: [...answer.headers, ['Set-Cookie', cookie]] };
  };
}

/** nginx in front of the site: it puts its own name into Server and hands all else through. */
export function behindNginx(site: Site): Site {
  return (request) => {
    const answer = site(request);
    const others = answer.headers.filter(([name]) => name !== 'Server');
    return { ...answer, headers: [['Server', 'nginx'], ...others] };
  };
}
