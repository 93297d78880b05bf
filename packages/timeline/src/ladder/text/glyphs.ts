/** The characters a ladder is drawn with. All are one column wide. */

/** One way to draw a line. Corners are named by what they join: `leftDown` comes from the left and turns down. */
export interface LineGlyphs {
  readonly line: string;
  readonly rightTip: string;
  readonly leftTip: string;
  readonly leftDown: string;
  readonly rightDown: string;
  readonly upRight: string;
  readonly upLeft: string;
  readonly cross: string;
  readonly fromLeft: string;
  readonly fromRight: string;
}

/** All characters beyond letters, digits and punctuation. */
export interface Glyphs {
  readonly light: LineGlyphs;
  readonly heavy: LineGlyphs;
  readonly upright: string;
  readonly lost: string;
  readonly dots: string;
  readonly ellipsis: string;
  readonly becomes: string;
  /** Before a time at which a packet arrived. */
  readonly arrived: string;
  readonly micro: string;
  /** For foreign text: keeps Latin letters, or escapes them too. */
  readonly latin: boolean;
}

/** Box drawing characters. */
export const unicodeGlyphs: Glyphs = {
  light: {
    line: '─',
    rightTip: '▶',
    leftTip: '◀',
    leftDown: '╮',
    rightDown: '╭',
    upRight: '╰',
    upLeft: '╯',
    cross: '┼',
    fromLeft: '├',
    fromRight: '┤',
  },
  heavy: {
    line: '━',
    rightTip: '▶',
    leftTip: '◀',
    leftDown: '┓',
    rightDown: '┏',
    upRight: '┗',
    upLeft: '┛',
    cross: '┿',
    fromLeft: '┝',
    fromRight: '┥',
  },
  upright: '│',
  lost: '✗',
  dots: '⋮',
  ellipsis: '…',
  becomes: '»',
  arrived: '→',
  micro: 'µs',
  latin: true,
};

const asciiLight: LineGlyphs = {
  line: '-',
  rightTip: '>',
  leftTip: '<',
  leftDown: '.',
  rightDown: '.',
  upRight: "'",
  upLeft: "'",
  cross: '+',
  fromLeft: '|',
  fromRight: '|',
};

/** 7-bit characters only. */
export const asciiGlyphs: Glyphs = {
  light: asciiLight,
  heavy: { ...asciiLight, line: '=' },
  upright: '|',
  lost: 'x',
  dots: ':',
  ellipsis: '...',
  becomes: '>>',
  arrived: '>',
  micro: 'us',
  latin: false,
};
