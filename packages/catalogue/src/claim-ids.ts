/** The ids of the seed articles' claims, and which of them runs decide. */

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** `S01` to `S46`. */
export type ClaimId = `S${Digit}${Digit}`;

/** The claims that runs of the lab decide: each has a check there, or the lab does not compile. */
export const decidableClaims = [
  'S01',
  'S02',
  'S03',
  'S04',
  'S05',
  'S06',
  'S07',
  'S08',
  'S09',
  'S10',
  'S11',
  'S12',
  'S13',
  'S14',
  'S15',
  'S16',
  'S17',
  'S18',
  'S20',
  'S21',
  'S22',
  'S23',
  'S24',
  'S25',
  'S26',
  'S27',
  'S28',
  'S29',
  'S30',
  'S31',
  'S32',
  'S33',
  'S34',
  'S35',
  'S36',
  'S37',
  'S38',
  'S39',
  'S40',
  'S41',
  'S42',
  'S44',
  'S45',
] as const;

/** Id of a claim that runs decide. */
export type DecidableClaimId = (typeof decidableClaims)[number];
