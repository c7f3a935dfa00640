import { describe, expect, it } from 'vitest'
import { readExif } from './exif'

/** A JPEG head with one GPS block, built byte by byte: 36°48'36" N, 118°3'0" E. */
function photo(latRef = 'N', lonRef = 'E'): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(256))
  const tiff = 12
  let at = 0
  const u16 = (x: number) => { view.setUint16(at, x); at += 2 }
  const u32 = (x: number) => { view.setUint32(at, x); at += 4 }
  const entry = (tag: number, type: number, count: number, value: number) => { u16(tag); u16(type); u32(count); u32(value) }
  u16(0xffd8); u16(0xffe1); u16(200); u32(0x45786966); u16(0)
  at = tiff
  u16(0x4d4d); u16(42); u32(8)
  u16(1); entry(0x8825, 4, 1, 26); u32(0)
  at = tiff + 26
  u16(4)
  entry(1, 2, 2, latRef.charCodeAt(0) << 24); entry(2, 5, 3, 90); entry(3, 2, 2, lonRef.charCodeAt(0) << 24); entry(4, 5, 3, 114); u32(0)
  at = tiff + 90
  for (const [a, b] of [[36, 1], [48, 1], [36, 1], [118, 1], [3, 1], [0, 1]]) { u32(a!); u32(b!) }
  return view.buffer
}

describe('the place in a photo', () => {
  it('is read in degrees', () => {
    const facts = readExif(photo())
    expect(facts.lat).toBeCloseTo(36.81, 6)
    expect(facts.lon).toBeCloseTo(118.05, 6)
  })
  it('turns sign south and west', () => {
    const facts = readExif(photo('S', 'W'))
    expect([facts.lat! < 0, facts.lon! < 0]).toEqual([true, true])
  })
  it('is unknown in a file that is no photo', () => {
    expect(readExif(new TextEncoder().encode('#!/bin/sh\nnot a photo').buffer as ArrayBuffer)).toEqual({ lon: null, lat: null, takenAt: null })
  })
  it('is unknown in a photo cut off in the middle', () => {
    expect(readExif(photo().slice(0, 60)).lon).toBeNull()
  })
})
