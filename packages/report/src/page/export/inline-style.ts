/** Makes a picture independent of the page's style: what it says of each element is written into the element. */

/** What counts for an element's children, too. */
const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
] as const;

/** What these properties are without any style, on an element that nothing is inherited by. */
const initial: Readonly<Record<string, string>> = { opacity: '1' };

/**
 * Resolves the style of a picture in the page, as the light theme has it. What can be pointed at but not seen is taken out.
 * Everything is read before anything is written, so that style is computed once.
 */
export function inlineStyle(svg: SVGElement): void {
  const { dataset } = document.documentElement;
  const theme = dataset['theme'];
  dataset['theme'] = 'light';
  for (const hidden of svg.querySelectorAll('.hit')) hidden.remove();
  const elements = [svg, ...svg.querySelectorAll('*:not(title)')];
  const written = elements.map((element) => {
    const own = getComputedStyle(element);
    const outer = element === svg ? null : getComputedStyle(element.parentElement!);
    return [...inherited, 'opacity'].flatMap((name): (readonly [string, string])[] => {
      const value = own.getPropertyValue(name);
      return value === (initial[name] ?? outer?.getPropertyValue(name)) ? [] : [[name, value]];
    });
  });
  elements.forEach((element, at) => {
    element.removeAttribute('class');
    for (const [name, value] of written[at]!) element.setAttribute(name, value);
  });
  if (theme === undefined) delete dataset['theme'];
  else dataset['theme'] = theme;
}
