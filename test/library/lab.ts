import { type Lab, startContoso } from '../../src/lab/contoso.ts';
import { HOST_PLANS } from '../../src/lab/contoso-hosts.ts';

/** Some hosts of the embedded organization, for as long as `use` takes. */
export async function withLab<T>(names: readonly string[], use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await startContoso(
    Date.now,
    HOST_PLANS.filter(({ name }) => names.includes(name)),
  );
  try {
    return await use(lab);
  } finally {
    await lab.stop();
  }
}
