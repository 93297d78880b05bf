/** The version of halfopen that the page is of; the build puts it in. */
declare const HALFOPEN_VERSION: string | undefined;

export const version: string = typeof HALFOPEN_VERSION === 'string' ? HALFOPEN_VERSION : '0.0.0';
