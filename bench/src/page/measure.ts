/**
 * Times in the page, taken by the page's own clock: from what a person does until the next picture shows what comes of it.
 *
 *     action ─▶ the page works ─▶ what was asked for is in the document ─▶ two frames ─▶ it has been painted
 */
import type { Page } from 'playwright-core';

/** Milliseconds. */
export interface PageFigures {
  /** From the choice of the file to the verdicts. */
  readonly open: number;
  readonly filter: number;
  readonly sort: number;
  readonly scrollTable: number;
  /** From a row to its verdict and ladder. */
  readonly openConnection: number;
  readonly nextEvent: number;
  readonly lastEvent: number;
  readonly trueScale: number;
  readonly plot: number;
  readonly table: number;
}

/** Runs in the page: does something and waits until `isDone` holds and has been painted. */
const timed = `globalThis.timed = async (act, isDone) => {
  const began = performance.now();
  await act();
  while (!isDone()) await new Promise((next) => requestAnimationFrame(next));
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  return performance.now() - began;
};
globalThis.press = (key) => dispatchEvent(new KeyboardEvent('keydown', { key }));
globalThis.find = (selector) => document.querySelector(selector);`;

function time(page: Page, act: string, isDone: string): Promise<number> {
  return page.evaluate<number>(`timed(() => { ${act} }, () => ${isDone})`);
}

/** All figures of one file in a fresh page. */
export async function measurePage(page: Page, file: string): Promise<PageFigures> {
  await page.evaluate(timed);
  // the browser hands the file over when its name is set: the clock starts with the change that this makes
  await page.evaluate(`find('input[type=file]').addEventListener('change', () => {
    globalThis.opened = timed(() => {}, () => find('#headline, #verdict') !== null);
  }, { capture: true })`);
  await page.setInputFiles('input[type=file]', file);
  await page.waitForSelector('#headline, #verdict');
  const open = await page.evaluate<number>('opened');
  const says = await page.evaluate<string>(`find('#filter-says').textContent`);
  const filter = await time(
    page,
    `const input = find('#filter'); input.value = 'outcome failed'; input.dispatchEvent(new Event('input', { bubbles: true }))`,
    `find('#filter-says').textContent !== ${JSON.stringify(says)}`,
  );
  const sort = await time(
    page,
    `find('.table-box thead th:nth-child(8) button').click()`,
    `find('.table-box th[aria-sort=ascending]') !== null`,
  );
  const scrollTable = await time(
    page,
    `const box = find('.table-box'); box.scrollTop = box.scrollHeight / 2`,
    `Number(find('.table-box tbody tr:not([aria-hidden])').getAttribute('aria-rowindex')) > 2`,
  );
  // the connection with most packets of those that failed
  for (const order of ['ascending', 'descending'])
    await time(
      page,
      `find('.table-box thead th:nth-child(9) button').click()`,
      `find('.table-box th:nth-child(9)[aria-sort=${order}]') !== null`,
    );
  await time(page, `find('.table-box').scrollTop = 0`, `find('.table-box tr[aria-rowindex="2"]') !== null`);
  const openConnection = await time(
    page,
    `find('.table-box tr[aria-rowindex="2"] a').click()`,
    `find('.verdict') !== null && find('.ladder .item') !== null`,
  );
  const hash = 'location.hash';
  const changed = async (key: string): Promise<number> => {
    const before = await page.evaluate<string>(hash);
    return time(page, `press(${JSON.stringify(key)})`, `${hash} !== ${JSON.stringify(before)}`);
  };
  await changed('g');
  const nextEvent = await changed('j');
  const lastEvent = await changed('G');
  const trueScale = await changed('t');
  const plot = await time(page, `press('2')`, `find('.plots figure') !== null`);
  const table = await time(page, `press('3')`, `find('.table-box.events tr') !== null`);
  return { open, filter, sort, scrollTable, openConnection, nextEvent, lastEvent, trueScale, plot, table };
}
