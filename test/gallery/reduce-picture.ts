import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS = 3;
const RGB_8 = [8, 2, 0, 0, 0];
const PALETTE_8 = [8, 3, 0, 0, 0];

/** Enough for text on flat colours, and for a card. */
const COLOURS_MAX = 64;
/** Colours that are closer than this, squared, share one entry while there is no room for both. */
const NEAR = 120;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel in one number, row by row. */
  readonly colours: Uint32Array;
}

/** A screenshot, as Chromium makes it, in few colours: a third of its bytes. */
export function reducePicture(png: Buffer): Buffer {
  const pixels = decode(png);
  const palette = choosePalette(pixels.colours);
  return encode(pixels, palette);
}

function decode(png: Buffer): Pixels {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header === undefined || !RGB_8.every((byte, index) => header[8 + index] === byte)) {
    throw new Error('A screenshot has eight bits of red, green and blue for each pixel, and no transparency');
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const bytes = inflateSync(Buffer.concat(packed));
  const stride = width * CHANNELS;
  const colours = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const row = unfilter(bytes[start] ?? 0, bytes.subarray(start + 1, start + 1 + stride), above);
    for (let x = 0; x < width; x += 1) {
      const [red = 0, green = 0, blue = 0] = row.subarray(x * CHANNELS);
      colours[y * width + x] = (red << 16) | (green << 8) | blue;
    }
    above = row;
  }
  return { width, height, colours };
}

/** The PNG specification, «Filtering»: each byte is kept as its distance from what its neighbours foretell. */
function unfilter(filter: number, kept: Uint8Array, above: Uint8Array): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(kept.length);
  for (let index = 0; index < kept.length; index += 1) {
    const left = row[index - CHANNELS] ?? 0;
    const up = above[index] ?? 0;
    const upLeft = above[index - CHANNELS] ?? 0;
    const foretold = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0;
    row[index] = (kept[index] ?? 0) + foretold;
  }
  return row;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [left, up, upLeft].map((value) => Math.abs(estimate - value));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toUpLeft ?? 0)) return left;
  return (toUp ?? 0) <= (toUpLeft ?? 0) ? up : upLeft;
}

/** The most frequent colours that are not too near each other. */
function choosePalette(colours: Uint32Array): readonly number[] {
  const amounts = new Map<number, number>();
  for (const colour of colours) amounts.set(colour, (amounts.get(colour) ?? 0) + 1);
  const palette: number[] = [];
  for (const [colour] of [...amounts].sort(([, a], [, b]) => b - a)) {
    if (palette.length === COLOURS_MAX) break;
    if (palette.every((taken) => distance(taken, colour) > NEAR)) palette.push(colour);
  }
  return palette;
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

function encode({ width, height, colours }: Pixels, palette: readonly number[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(PALETTE_8, 8);
  const nearest = new Map<number, number>();
  const indexOf = (colour: number): number => {
    const known = nearest.get(colour);
    if (known !== undefined) return known;
    const distances = palette.map((entry) => distance(entry, colour));
    const index = distances.indexOf(Math.min(...distances));
    nearest.set(colour, index);
    return index;
  };
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexOf(colours[y * width + x] ?? 0);
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = [];
  let start = SIGNATURE.length;
  while (start < png.length) {
    const length = png.readUInt32BE(start);
    const type = png.toString('latin1', start + 4, start + 8);
    chunks.push({ type, data: png.subarray(start + 8, start + 8 + length) });
    start += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
