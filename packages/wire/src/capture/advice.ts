/** What to do with an input that is no capture. */
import { CaptureError } from '../capture-error.ts';
import type { CaptureErrorCode } from '../capture-error.ts';
import type { FileLook } from '../looks-like.ts';
import { lookInWords } from '../looks-like.ts';

/** The error for input that looks like something else, with advice where there is some. */
export function unreadable(code: CaptureErrorCode, problem: string, looksLike: FileLook): CaptureError {
  const advice = adviceFor(looksLike);
  const message = `${problem}: it looks like ${lookInWords(looksLike)}${advice === '' ? '' : `; ${advice}`}`;
  return new CaptureError(code, message, { looksLike });
}

function adviceFor(look: FileLook): string {
  switch (look) {
    case 'gzip':
      return piped('gzip -dc FILE');
    case 'zstd':
      return piped('zstd -dc FILE');
    case 'xz':
      return piped('xz -dc FILE');
    case 'bzip2':
      return piped('bzip2 -dc FILE');
    case 'lz4':
      return piped('lz4 -dc FILE');
    case 'zip':
      return piped('unzip -p FILE');
    case '7zip':
      return piped('7z x -so FILE');
    case 'pcap-base64':
      return piped('base64 -d FILE');
    case 'pcap-hex':
      return 'turn it into bytes first: xxd -r or text2pcap';
    case 'snoop':
    case 'btsnoop':
    case 'netmon':
    case 'sniffer':
    case 'iptrace':
    case 'erf':
      return 'convert it first: editcap -F pcapng FILE capture.pcapng';
    case 'tcpdump-text':
      return 'a capture is written with: tcpdump -w capture.pcap';
    case 'empty':
    case 'pcap':
    case 'pcapng':
    case 'elf':
    case 'pdf':
    case 'png':
    case 'sqlite':
    case 'json':
    case 'html':
    case 'xml':
    case 'text':
    case 'unknown':
      return '';
  }
}

function piped(command: string): string {
  return `unpack it first: ${command} | halfopen explain -`;
}
