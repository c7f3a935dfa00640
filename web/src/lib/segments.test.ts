import { describe, expect, it } from 'vitest'
import type { Statement } from '@/api/types'
import { CodePoints } from './codepoints'
import { chunksOf } from './segments'

const statement = (id: string, start: number, end: number) => ({ id, start, end }) as Statement
const marked = (text: string, statements: Statement[]) => chunksOf(text, statements).flatMap((c) => c.paragraphs.flatMap((p) => p.segments)).filter((s) => s.ids.length)

describe('a code point offset', () => {
  it('is the same in both countings while the text is plain', () => {
    expect(new CodePoints('亮灯率达到98%').toUnits(5)).toBe(5)
  })
  it('moves by one for every rare character before it', () => {
    const text = '𬭎县𠮷镇亮灯率'
    expect(new CodePoints(text).slice(4, 7)).toBe('亮灯率')
    expect(new CodePoints(text).length).toBe(7)
  })
  it('keeps a lone surrogate as one', () => {
    expect(new CodePoints('a\ud842b').slice(2, 3)).toBe('b')
  })
})

describe('statements over a text', () => {
  it('mark exactly their words, after rare characters too', () => {
    expect(marked('𠮷镇:亮灯率达到98%。', [statement('1', 3, 11)])).toEqual([{ text: '亮灯率达到98%', ids: ['1'] }])
  })
  it('may lie inside one another: the innermost comes first', () => {
    expect(marked('abcdef', [statement('out', 0, 6), statement('in', 2, 4)]).map((s) => s.ids)).toEqual([['out'], ['in', 'out'], ['out']])
  })
  it('may run over the end of a line', () => {
    expect(marked('ab\ncd', [statement('1', 1, 4)])).toEqual([{ text: 'b', ids: ['1'] }, { text: 'c', ids: ['1'] }])
  })
  it('lose no character of the text', () => {
    const text = '一、目标\n到2025年,亮灯率达到98%。\n\n二、任务'
    const back = chunksOf(text, [statement('1', 6, 20)], 10).flatMap((c) => c.paragraphs).map((p) => p.segments.map((s) => s.text).join('')).join('\n')
    expect(back).toBe(text)
  })
})
