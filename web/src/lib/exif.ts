/** Where and when a photo was taken, read in the browser from the JPEG's own EXIF block (TIFF 6.0 layout). */
export interface PhotoFacts { lon: number | null; lat: number | null; takenAt: string | null }
const NONE: PhotoFacts = { lon: null, lat: null, takenAt: null }

interface Reader { view: DataView; base: number; little: boolean }
interface Entry { tag: number; type: number; count: number; at: number }

function entries(r: Reader, offset: number): Entry[] {
  const at = r.base + offset
  if (at + 2 > r.view.byteLength) return []
  const n = Math.min(r.view.getUint16(at, r.little), 256)
  const found: Entry[] = []
  for (let i = 0; i < n; i += 1) {
    const e = at + 2 + i * 12
    if (e + 12 > r.view.byteLength) break
    found.push({ tag: r.view.getUint16(e, r.little), type: r.view.getUint16(e + 2, r.little), count: r.view.getUint32(e + 4, r.little), at: e + 8 })
  }
  return found
}

function text(r: Reader, e: Entry): string {
  const at = e.count > 4 ? r.base + r.view.getUint32(e.at, r.little) : e.at
  let out = ''
  for (let i = 0; i < e.count && at + i < r.view.byteLength; i += 1) {
    const c = r.view.getUint8(at + i)
    if (c === 0) break
    out += String.fromCharCode(c)
  }
  return out
}

function degrees(r: Reader, e: Entry): number | null {
  const at = r.base + r.view.getUint32(e.at, r.little)
  if (e.count !== 3 || at + 24 > r.view.byteLength) return null
  let sum = 0
  for (let i = 0; i < 3; i += 1) {
    const low = r.view.getUint32(at + i * 8 + 4, r.little)
    if (low === 0) return null
    sum += r.view.getUint32(at + i * 8, r.little) / low / 60 ** i
  }
  return sum
}

function place(r: Reader, offset: number): Pick<PhotoFacts, 'lon' | 'lat'> {
  const gps = new Map(entries(r, offset).map((e) => [e.tag, e]))
  const [latRef, lat, lonRef, lon] = [gps.get(1), gps.get(2), gps.get(3), gps.get(4)]
  if (!latRef || !lat || !lonRef || !lon) return { lon: null, lat: null }
  const y = degrees(r, lat)
  const x = degrees(r, lon)
  if (x === null || y === null || (x === 0 && y === 0)) return { lon: null, lat: null }
  return { lon: text(r, lonRef) === 'W' ? -x : x, lat: text(r, latRef) === 'S' ? -y : y }
}

function facts(r: Reader): PhotoFacts {
  const first = entries(r, r.view.getUint32(r.base + 4, r.little))
  const gps = first.find((e) => e.tag === 0x8825)
  const more = first.find((e) => e.tag === 0x8769)
  const where = gps ? place(r, r.view.getUint32(gps.at, r.little)) : { lon: null, lat: null }
  const inner = more ? entries(r, r.view.getUint32(more.at, r.little)) : []
  const stamp = inner.find((e) => e.tag === 0x9003) ?? first.find((e) => e.tag === 0x0132)
  const found = stamp ? /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/.exec(text(r, stamp)) : null
  // A camera writes its wall clock; here that is the clock of the place.
  return { ...where, takenAt: found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}+08:00` : null }
}

export function readExif(bytes: ArrayBuffer): PhotoFacts {
  const view = new DataView(bytes)
  if (view.byteLength < 12 || view.getUint16(0) !== 0xffd8) return NONE
  let at = 2
  while (at + 10 < view.byteLength) {
    const marker = view.getUint16(at)
    const size = view.getUint16(at + 2)
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
      const base = at + 10
      if (base + 8 > view.byteLength) return NONE
      return facts({ view, base, little: view.getUint16(base) === 0x4949 })
    }
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return NONE
    at += 2 + size
  }
  return NONE
}

export async function photoFacts(photo: Blob): Promise<PhotoFacts> {
  try {
    return readExif(await photo.slice(0, 256 * 1024).arrayBuffer())
  } catch (cause) {
    if (cause instanceof RangeError) return NONE
    throw cause
  }
}
