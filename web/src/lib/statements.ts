import { api } from '@/api/client'
import type { Page, Statement } from '@/api/types'

/** Below this a statement asks for eyes; the server's own threshold orders the list, this one only marks it. */
export const SURE = 0.8
export const sure = (s: Statement) => (s.confidence === null ? null : Number(s.confidence))
export const unsure = (s: Statement) => sure(s) !== null && sure(s)! < SURE
export const confidence = (s: Statement) => (sure(s) === null ? '' : `${Math.round(sure(s)! * 100)}%`)

/** All statements of a document, page by page, in the order of the text. */
export async function allStatements(id: string, signal: AbortSignal, onPage: (all: Statement[]) => void): Promise<Statement[]> {
  let all: Statement[] = []
  let cursor: string | null = null
  do {
    const page: Page<Statement> = await api.get<Page<Statement>>(`/documents/${id}/statements`, { limit: 200, cursor }, signal)
    all = [...all, ...page.items]
    cursor = page.next
    onPage(all)
  } while (cursor)
  return all.sort((a, b) => a.start - b.start)
}
