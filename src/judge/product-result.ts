import { identifyBuild, readingText } from '../exchange/builds-identify.ts';
import { windowsNames, windowsSeen } from '../exchange/windows-seen.ts';
import type { EndpointFactSet, SeenBuild } from '../facts/types.ts';
import type { ProductResult } from '../model/report.ts';

/** What stands at an endpoint, in words; null if nothing was asked that tells it, or nothing came back. */
export function productResult({ product: fact }: EndpointFactSet): ProductResult | null {
  if (!fact.known || fact.value.state !== 'answered') return null;
  const { chosen, builds, family, windows, iis, names, modernAuth, front, disagreements } = fact.value;
  const release = windowsSeen({ windows, iis });
  return {
    name: nameOf(chosen, family),
    build: chosen?.value ?? null,
    source: chosen?.source ?? null,
    family,
    windows: release.ids.length === 0 ? null : windowsNames(release.ids),
    builds: builds.map(({ value, source, path }) => ({ value, source, path })),
    windows_versions: windows.map(({ value }) => value),
    iis: iis.map(({ value }) => value),
    names: names.map(({ kind, value, source }) => ({ kind, value, source })),
    modern_auth:
      modernAuth === null
        ? null
        : { tenant: modernAuth.tenant, authorization_uri: modernAuth.authorizationUri },
    front: {
      kind: front.kind,
      product: front.product,
      clues: front.clues.map(({ kind, product, seen }) => ({ kind, product, seen })),
    },
    disagreements: disagreements.map(({ about, values }) => ({
      about,
      values: values.map(({ value, source }) => `${value} (${source})`),
    })),
  };
}

function nameOf(chosen: SeenBuild | null, family: ProductResult['family']): string | null {
  if (family === 'exchange-online') return 'Exchange Online';
  if (chosen !== null) {
    const reading = identifyBuild(chosen.value);
    if (reading.kind !== 'not-a-build') return readingText(reading);
  }
  return family === 'exchange' ? 'Exchange' : null;
}
