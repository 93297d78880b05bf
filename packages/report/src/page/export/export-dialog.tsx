/** Saves what is seen, for oneself or for others: what others need not know is taken out first. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Redaction } from '../../document/document.ts';
import type { Library } from '../../library/library.ts';
import type { List } from '../overview/use-list.ts';
import { Dialog } from '../parts/dialog.tsx';
import { type ExportForm, exportForms, makeExport } from './make-export.ts';
import { saveAs } from './save.ts';

type Scope = 'one' | 'listed' | 'all';

/** What is kept of payload by somebody who wants it. */
const KEPT_PAYLOAD_BYTES = 256;

const formNames: Readonly<Record<ExportForm, string>> = {
  html: 'a page like this one',
  svg: 'the ladder as a picture (SVG)',
  text: 'text',
  jsonl: 'JSON lines, as halfopen explain --json writes them',
};

export function ExportDialog({
  page,
  library,
  list,
  index,
  onClose,
}: {
  readonly page: string;
  readonly library: Library;
  readonly list: List;
  /** Of the connection that is open; -1: none. */
  readonly index: number;
  readonly onClose: () => void;
}): JSX.Element {
  const [form, setForm] = useState<ExportForm>('html');
  const [scope, setScope] = useState<Scope>(index < 0 ? 'all' : 'one');
  const { addresses, payloadBytes } = library.head.redaction;
  const hasPayload = library.hasCaptures || payloadBytes > 0;
  const [isMapped, setIsMapped] = useState(true);
  const [isDropped, setIsDropped] = useState(true);
  const [state, setState] = useState<string | null>(null);
  const only = scope === 'one' ? [index] : scope === 'listed' ? [...list.indices] : null;
  const save = async (): Promise<void> => {
    setState('Working …');
    try {
      const redaction: Redaction = {
        addresses: isMapped ? 'mapped' : 'real',
        payloadBytes: isDropped ? 0 : KEPT_PAYLOAD_BYTES,
      };
      const document = await library.document(redaction, form === 'svg' ? [index] : only);
      const { name, type, content } = await makeExport(form, document, page);
      saveAs(name, type, content);
      setState(`Saved ${name}.`);
    } catch (error) {
      setState(error instanceof Error ? error.message : String(error));
    }
  };
  const radio = (value: Scope, text: string): JSX.Element => (
    <label>
      <input type="radio" name="scope" checked={scope === value} onChange={() => setScope(value)} /> {text}
    </label>
  );
  return (
    <Dialog title="Save or pass on" onClose={onClose}>
      <fieldset>
        <legend>as</legend>
        {exportForms
          .filter((each) => each !== 'svg' || index >= 0)
          .map((each) => (
            <label key={each}>
              <input type="radio" name="form" checked={form === each} onChange={() => setForm(each)} />{' '}
              {formNames[each]}
            </label>
          ))}
      </fieldset>
      {form === 'svg' ? null : (
        <fieldset>
          <legend>of</legend>
          {index < 0 ? null : radio('one', 'this connection')}
          {library.rows.count === list.indices.length
            ? null
            : radio('listed', 'the connections that pass the filter')}
          {radio('all', 'all connections')}
        </fieldset>
      )}
      <fieldset>
        <legend>without</legend>
        <label>
          <input
            type="checkbox"
            checked={isMapped}
            disabled={addresses === 'mapped'}
            onChange={() => setIsMapped(!isMapped)}
          />{' '}
          addresses: others stand for them, 10.0.0.1, 10.0.0.2 …
          {addresses === 'mapped' ? ' (as in this report)' : ''}
        </label>
        <label>
          <input
            type="checkbox"
            checked={isDropped}
            disabled={!hasPayload}
            onChange={() => setIsDropped(!isDropped)}
          />{' '}
          payload{hasPayload ? '' : ' (there is none in this report)'}
        </label>
      </fieldset>
      <p class="actions">
        <button onClick={() => void save()}>Save</button> <span role="status">{state}</span>
      </p>
    </Dialog>
  );
}
