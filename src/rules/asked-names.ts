import type { Certificate } from '../certs/certificate.ts';
import { namesCoveredBy } from '../certs/names.ts';
import type { Target } from '../model/target.ts';

/** Every name that the targets say clients use: hosts, names of websites, names of services. */
export function askedNames(targets: readonly Target[]): readonly string[] {
  return targets.flatMap(({ host, names: own, services }) => [
    host,
    ...own,
    ...services.flatMap((service) => service.names),
  ]);
}

/** Tells the DNS names of a certificate, as written, that cover none of the names. */
export function entriesBeside(names: readonly string[]): (certificate: Certificate) => readonly string[] {
  const covers = namesCoveredBy(names);
  return ({ dnsNames }) => dnsNames.filter((entry) => !covers(entry));
}
