/** Decodes frames with stand-ins for their addresses. */
import type { CaptureReader, FrameKind, FrameView } from '@halfopen/wire';
import type { AddressMap } from './address-map.ts';
import { hideAddresses } from './hide-addresses.ts';

const USUAL_FRAME = 65_536;

export class HiddenFrames {
  readonly #map: AddressMap;
  #copy: Uint8Array = new Uint8Array(USUAL_FRAME);

  constructor(map: AddressMap) {
    this.#map = map;
  }

  /** Moves the view to a copy of the reader's frame in which addresses are replaced: what was read may be somebody's array. */
  decode(view: FrameView, reader: CaptureReader): FrameKind {
    const { data, offset, capturedLength, linkType, originalLength } = reader;
    if (capturedLength > this.#copy.length) this.#copy = new Uint8Array(capturedLength);
    this.#copy.set(data.subarray(offset, offset + capturedLength));
    const kind = view.decode(this.#copy, 0, capturedLength, linkType, originalLength);
    hideAddresses(view, this.#map);
    return kind;
  }
}
