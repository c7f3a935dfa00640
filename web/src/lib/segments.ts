import type { Statement } from '@/api/types'
import { CodePoints } from './codepoints'

/** A stretch of text and the statements that lie over it (the innermost first). */
export interface Segment { text: string; ids: string[] }
export interface Paragraph { start: number; segments: Segment[]; chars: number }
export interface Chunk { key: number; paragraphs: Paragraph[]; chars: number; ids: Set<string> }
interface Span { id: string; start: number; end: number }

/** Statement offsets as UTF-16 spans, in order of their beginning. */
export function spansOf(text: string, statements: Statement[]): Span[] {
  const points = new CodePoints(text)
  return statements
    .filter((s) => s.start !== null && s.end > s.start)
    .map((s) => ({ id: s.id, start: points.toUnits(s.start), end: Math.min(points.toUnits(s.end), text.length) }))
    .sort((a, b) => a.start - b.start || b.end - a.end)
}

function cut(text: string, start: number, end: number, spans: Span[]): Segment[] {
  if (!spans.length) return [{ text: text.slice(start, end), ids: [] }]
  const edges = new Set([start, end])
  for (const s of spans) {
    edges.add(Math.max(s.start, start))
    edges.add(Math.min(s.end, end))
  }
  const at = [...edges].sort((a, b) => a - b)
  const out: Segment[] = []
  for (let i = 0; i + 1 < at.length; i += 1) {
    const [a, b] = [at[i]!, at[i + 1]!]
    const over = spans.filter((s) => s.start < b && s.end > a).sort((x, y) => x.end - x.start - (y.end - y.start))
    out.push({ text: text.slice(a, b), ids: over.map((s) => s.id) })
  }
  return out
}

/**
 * The canonical text as chunks of paragraphs. A chunk is what the browser may leave undrawn while it is out
 * of sight, so a document of 140,000 characters scrolls like a short one.
 */
export function chunksOf(text: string, statements: Statement[], size = 3000): Chunk[] {
  const spans = spansOf(text, statements)
  const chunks: Chunk[] = []
  let chunk: Chunk = { key: 0, paragraphs: [], chars: 0, ids: new Set() }
  let first = 0
  let start = 0
  while (start <= text.length) {
    const line = text.indexOf('\n', start)
    const end = line < 0 ? text.length : line
    while (first < spans.length && spans[first]!.end <= start) first += 1
    const here: Span[] = []
    for (let i = first; i < spans.length && spans[i]!.start < end; i += 1) if (spans[i]!.end > start) here.push(spans[i]!)
    const segments = cut(text, start, end, here)
    chunk.paragraphs.push({ start, segments, chars: end - start })
    chunk.chars += end - start
    here.forEach((s) => chunk.ids.add(s.id))
    if (chunk.chars >= size) {
      chunks.push(chunk)
      chunk = { key: chunks.length, paragraphs: [], chars: 0, ids: new Set() }
    }
    if (line < 0) break
    start = end + 1
  }
  if (chunk.paragraphs.length) chunks.push(chunk)
  return chunks
}
