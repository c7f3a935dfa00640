/**
 * Offsets of statements count Unicode code points; the strings of a browser count UTF-16 units.
 * Characters beyond the basic plane (rare place names, some symbols) take two units: their places are kept
 * once per text, and every offset is moved by the number of them before it.
 */
export class CodePoints {
  readonly #wide: number[] = []

  constructor(readonly text: string) {
    let points = 0
    for (let i = 0; i < text.length; i += 1, points += 1) {
      const unit = text.charCodeAt(i)
      if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length) {
        const next = text.charCodeAt(i + 1)
        if (next >= 0xdc00 && next <= 0xdfff) {
          this.#wide.push(points)
          i += 1
        }
      }
    }
    this.length = points
  }

  readonly length: number

  /** The UTF-16 index of a code point offset. */
  toUnits(offset: number): number {
    let low = 0
    let high = this.#wide.length
    while (low < high) {
      const mid = (low + high) >> 1
      if (this.#wide[mid]! < offset) low = mid + 1
      else high = mid
    }
    return offset + low
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.toUnits(start), this.toUnits(end))
  }
}
