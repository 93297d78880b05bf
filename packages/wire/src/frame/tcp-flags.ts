/** Control bits of the TCP header by name, as they stand in its 14th byte (RFC 9293 section 3.1). */
export const TcpFlag: Readonly<{
  FIN: 0x01;
  SYN: 0x02;
  RST: 0x04;
  PSH: 0x08;
  ACK: 0x10;
  URG: 0x20;
  ECE: 0x40;
  CWR: 0x80;
}> = Object.freeze({
  FIN: 0x01,
  SYN: 0x02,
  RST: 0x04,
  PSH: 0x08,
  ACK: 0x10,
  URG: 0x20,
  ECE: 0x40,
  CWR: 0x80,
});
