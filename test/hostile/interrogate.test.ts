import { expect, test } from '@jest/globals';
import { interrogate } from './interrogate.ts';
import { silent } from './scripted-server.ts';

test('a connection that is left open is noticed', async () => {
  const run = interrogate((socket) => {
    socket.allowHalfOpen = true;
    silent(socket);
  });
  await expect(run).rejects.toThrow('left open');
});
