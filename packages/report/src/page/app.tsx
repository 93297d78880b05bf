/** The page as a whole: what is open, where one is in it, what lies on top. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReportDocument } from '../document/document.ts';
import { embeddedLibrary } from '../library/embedded.ts';
import type { Library } from '../library/library.ts';
import type { ReadProgress } from '../library/one-capture.ts';
import type { NamedBlob } from '../library/reading.ts';
import { openInWorker } from '../worker/ask.ts';
import { alike } from './compare/alike.ts';
import { CompareView } from './compare/compare-view.tsx';
import { ConnectionView } from './connection/connection-view.tsx';
import { ExportDialog } from './export/export-dialog.tsx';
import { Footer } from './parts/footer.tsx';
import { HelpDialog } from './parts/help-dialog.tsx';
import { Notice } from './parts/notice.tsx';
import { Safely } from './parts/safely.tsx';
import { useKeys } from './keys.ts';
import { Overview } from './overview/overview.tsx';
import { namesText } from './names.ts';
import { useList } from './overview/use-list.ts';
import { usePlace } from './place.ts';
import { droppedFiles } from './start/dropped.ts';
import { Reading } from './start/reading.tsx';
import { SecondDialog, type SecondWish } from './start/second-dialog.tsx';
import { Start } from './start/start.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { version } from './version.ts';

export interface AppProps {
  /** The page as it came, without anything that the program added. */
  readonly page: string;
  /** The program's own text, for the worker. */
  readonly program: string;
  readonly embedded: ReportDocument | null;
  /** Why the document in the page can't be shown. */
  readonly problem: string | null;
}

type Dialog = 'help' | 'export' | null;

const libraryKeys = new WeakMap<Library, number>();
let nextKey = 0;

/** Connections of different libraries have the same numbers. */
function keyOf(library: Library): number {
  const known = libraryKeys.get(library);
  if (known !== undefined) return known;
  nextKey += 1;
  libraryKeys.set(library, nextKey);
  return nextKey;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function App({ page, program, embedded, problem }: AppProps): JSX.Element {
  const [library, setLibrary] = useState<Library | null>(() =>
    embedded === null ? null : embeddedLibrary(embedded),
  );
  const [second, setSecond] = useState<Library | null>(null);
  const [files, setFiles] = useState<readonly NamedBlob[]>([]);
  const [offered, setOffered] = useState<readonly NamedBlob[] | null>(null);
  const [reading, setReading] = useState<ReadProgress | null>(null);
  const [message, setMessage] = useState(problem);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [isOver, setIsOver] = useState(false);
  const [place, go] = usePlace();
  const underway = useRef<AbortController | null>(null);
  useEffect(() => {
    // of a single connection there is nothing to choose from
    if (library?.rows.count === 1 && place.connection === null) go({ connection: library.rows.id[0]! });
  }, []);
  useEffect(() => {
    const which = place.connection === null ? '' : `#${place.connection} of `;
    document.title = library === null ? 'halfopen' : `${which}${namesText(library)} - halfopen`;
  }, [library, place.connection]);
  const list = useList(library, place.filter, place.sort);

  const open = async (wanted: readonly NamedBlob[], as: SecondWish): Promise<void> => {
    setOffered(null);
    setMessage(null);
    // whatever is being read gives way to what is wanted now
    underway.current?.abort(new Error('Something else was opened.'));
    const controller = new AbortController();
    underway.current = controller;
    const { signal } = controller;
    setReading({ bytes: 0, totalBytes: 0, connections: 0 });
    const all = as === 'merge' ? [...files, ...wanted] : wanted;
    try {
      const opened = await openInWorker(all, { program, version, progress: setReading, signal });
      if (as === 'compare') {
        second?.close();
        setSecond(opened);
        const first = place.connection ?? list.idAt(0);
        go({ connection: first, beside: alike(opened, library, first), event: null });
      } else {
        library?.close();
        second?.close();
        setSecond(null);
        setLibrary(opened);
        setFiles(all);
        const only = opened.rows.count === 1 ? opened.rows.id[0]! : null;
        // a link may have led here before there was anything to show
        const isLink =
          library === null && place.connection !== null && opened.rows.id.includes(place.connection);
        if (!isLink) go({ connection: only, event: null, beside: null, filter: '', sort: '', tab: 'ladder' });
      }
    } catch (error) {
      if (underway.current === controller) setMessage(reason(error));
    }
    if (underway.current !== controller) return;
    underway.current = null;
    setReading(null);
  };

  const offer = (wanted: readonly NamedBlob[]): void => {
    if (wanted.length === 0) return;
    if (library === null) void open(wanted, 'instead');
    else setOffered(wanted);
  };

  const stopReading = (): void => underway.current?.abort(new Error('Reading was stopped.'));

  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setIsOver(false);
      if (event.dataTransfer !== null)
        droppedFiles(event.dataTransfer).then(offer, (error: unknown) => setMessage(reason(error)));
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  });

  const step = (by: number): void => {
    const at = place.connection === null ? -1 : list.positionOf(place.connection);
    const id = list.idAt(at + by);
    if (id !== null) go({ connection: id, event: null });
  };
  const canGoBack = place.connection !== null && library !== null && library.rows.count > 1;
  useKeys({
    help: () => setDialog('help'),
    ...(library === null ? {} : { export: () => setDialog('export') }),
    ...(place.connection === null || second !== null
      ? {}
      : { nextConnection: () => step(1), previousConnection: () => step(-1) }),
  });

  const index = useMemo(
    () => (library === null || place.connection === null ? -1 : library.rows.id.indexOf(place.connection)),
    [library, place.connection],
  );
  const leave = (): void => go({ connection: null, event: null });
  useEffect(() => {
    // the address says what is compared: going back leaves it
    if (second === null || place.beside !== null) return;
    second.close();
    setSecond(null);
  }, [place.beside]);
  const leaveComparing = (): void => {
    go({ event: null, beside: null });
  };

  return (
    <div class={isOver ? 'app over' : 'app'}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => (event.preventDefault(), document.getElementById('main')?.focus())}
      >
        Skip to the content
      </a>
      <TopBar
        library={library}
        second={second}
        onFiles={offer}
        onExport={() => setDialog('export')}
        onHelp={() => setDialog('help')}
        onHome={second !== null ? leaveComparing : canGoBack ? leave : null}
      />
      {message === null ? null : <Notice text={message} onClose={() => setMessage(null)} />}
      {library?.head.complaints.map((each) => (
        <Notice key={each} text={each} />
      ))}
      <main id="main" tabIndex={-1}>
        <Safely key={`${library === null ? 0 : keyOf(library)} ${place.connection} ${place.beside}`}>
          {library === null ? (
            <Start onFiles={offer} />
          ) : second !== null ? (
            <CompareView first={library} second={second} place={place} go={go} onLeave={leaveComparing} />
          ) : index >= 0 ? (
            <ConnectionView
              key={`${keyOf(library)} ${place.connection}`}
              library={library}
              index={index}
              place={place}
              go={go}
              onLeave={canGoBack ? leave : null}
            />
          ) : (
            <Overview library={library} list={list} place={place} go={go} />
          )}
        </Safely>
      </main>
      <Footer library={library} second={second} />
      {reading === null ? null : <Reading progress={reading} onStop={stopReading} />}
      {isOver ? <p class="drop-here">Drop captures here: they stay on this machine</p> : null}
      {offered === null ? null : (
        <SecondDialog
          names={offered.map(({ name }) => name)}
          canMerge={files.length > 0}
          onWish={(wish) => (wish === null ? setOffered(null) : void open(offered, wish))}
        />
      )}
      {dialog === 'help' ? <HelpDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'export' && library !== null ? (
        <ExportDialog
          page={page}
          library={library}
          list={list}
          index={index}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}
