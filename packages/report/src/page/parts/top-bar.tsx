/** Name, what is open, and what can be done with it. */
import { namesText } from '../names.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Library } from '../../library/library.ts';
import type { NamedBlob } from '../../library/reading.ts';
import { named } from '../start/dropped.ts';

export interface TopBarProps {
  readonly library: Library | null;
  readonly second: Library | null;
  readonly onFiles: (files: readonly NamedBlob[]) => void;
  readonly onExport: () => void;
  readonly onHelp: () => void;
  /** `null`: there is no overview to go to. */
  readonly onHome: (() => void) | null;
}

type Theme = 'auto' | 'light' | 'dark';
const nextTheme: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState<Theme>('auto');
  const change = (): void => {
    const next = nextTheme[theme];
    setTheme(next);
    if (next === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
  };
  return (
    <button
      class="quiet"
      onClick={change}
      aria-label={`Colours: ${theme}. Change`}
      title={`Colours: ${theme}`}
    >
      {theme === 'auto' ? '◐' : theme === 'light' ? '☀' : '☾'}
    </button>
  );
}

export function OpenButton({
  text,
  onFiles,
}: {
  readonly text: string;
  readonly onFiles: TopBarProps['onFiles'];
}): JSX.Element {
  return (
    <label class="button">
      {text}
      <input
        type="file"
        multiple
        onChange={({ currentTarget }) => {
          onFiles(named(currentTarget.files ?? []));
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

export function TopBar({ library, second, onFiles, onExport, onHelp, onHome }: TopBarProps): JSX.Element {
  return (
    <header class="top">
      <h1>
        {onHome === null ? (
          'halfopen'
        ) : (
          <button class="home" onClick={onHome} title="To the overview (Esc)">
            halfopen
          </button>
        )}
      </h1>
      <p class="what">
        {library === null ? 'how TCP connections die' : namesText(library)}
        {second === null ? null : <> and {namesText(second)}</>}
      </p>
      <nav aria-label="Page">
        {library === null ? null : (
          <>
            <OpenButton text="Open or compare …" onFiles={onFiles} />
            <button onClick={onExport}>Save …</button>
          </>
        )}
        <ThemeButton />
        <button class="quiet" onClick={onHelp} aria-label="Keys and signs" title="Keys and signs (?)">
          ?
        </button>
      </nav>
    </header>
  );
}
