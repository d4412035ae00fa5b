import { describe, expect, test } from '@jest/globals';
import type { EndpointResult, ProductResult } from '../../../src/model/report.ts';
import { productLines } from '../../../src/reporters/table/product-lines.ts';
import { contosoReport } from '../../fixtures/report.ts';

const [HTTPS] = contosoReport().endpoints;

const NOTHING: ProductResult = {
  name: null,
  build: null,
  source: null,
  family: 'exchange',
  windows: null,
  builds: [],
  windows_versions: [],
  iis: [],
  names: [],
  modern_auth: null,
  front: { kind: 'exchange', product: null, clues: [] },
  disagreements: [],
};

function endpoint(product: Partial<ProductResult> | null, address = '203.0.113.7'): EndpointResult {
  if (HTTPS === undefined) throw new Error('no endpoint');
  return { ...HTTPS, address, product: product === null ? null : { ...NOTHING, ...product } };
}

const BUILD = { name: 'Exchange 2019 CU14 Nov24SU', build: '15.2.1544.13' };
const name = (kind: string, value: string) => ({ kind, value, source: 'ntlm' });

describe('the line under a host', () => {
  test('puts together what the services of one server say', () => {
    const lines = productLines([
      endpoint({ ...BUILD, windows: 'Windows Server 2016, 2019, 2022 or 2025' }),
      endpoint(null),
      endpoint({
        name: 'Exchange',
        windows: 'Windows Server 2019',
        windows_versions: ['10.0.17763'],
        names: [name('netbios-computer', 'MBX01'), name('dns-domain', 'contoso.local')],
      }),
    ]);
    expect(lines).toEqual([
      'Exchange 2019 CU14 Nov24SU (15.2.1544.13), Windows Server 2019, MBX01, contoso.local',
    ]);
  });

  test('is one for each address where they differ', () => {
    const other = { ...BUILD, build: '15.2.1544.9', name: 'Exchange 2019 CU14 Apr24HU' };
    expect(productLines([endpoint(BUILD), endpoint(other, '203.0.113.8')])).toEqual([
      '203.0.113.7: Exchange 2019 CU14 Nov24SU (15.2.1544.13)',
      '203.0.113.8: Exchange 2019 CU14 Apr24HU (15.2.1544.9)',
    ]);
    expect(productLines([endpoint(BUILD), endpoint(BUILD, '203.0.113.8')])).toHaveLength(1);
  });

  test('says what is in front, and that answers disagree', () => {
    const [line] = productLines([
      endpoint({
        ...BUILD,
        front: { kind: 'load-balancer', product: 'F5 BIG-IP', clues: [] },
        disagreements: [{ about: 'build', values: [] }],
      }),
    ]);
    expect(line).toMatch(/, behind a load balancer \(F5 BIG-IP\), its answers disagree$/);
  });

  test('is not there where nothing is known', () => {
    expect(productLines([endpoint(null), endpoint({ family: 'unknown' })])).toEqual([]);
  });
});
