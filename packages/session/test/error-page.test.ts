import { expect, it } from 'vitest';
import { errorPage } from './error-page.ts';

it('the page about errors says what the registers say', async () => {
  await expect(errorPage()).toMatchFileSnapshot('../../../docs/session-errors.md');
});
