import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from './en.json'
import zh from './zh.json'

type Tree = { [k: string]: string | Tree }
const keys = (tree: Tree, at = ''): string[] => Object.entries(tree).flatMap(([k, v]) => (typeof v === 'string' ? [`${at}${k}`] : keys(v, `${at}${k}.`)))
const words = (tree: Tree): string[] => Object.values(tree).flatMap((v) => (typeof v === 'string' ? [v] : words(v)))
const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((f) => (f.isDirectory() ? files(join(folder, f.name)) : /\.(vue|ts)$/.test(f.name) && !f.name.endsWith('.test.ts') ? [join(folder, f.name)] : []))
const holes = (s: string) => (s.match(/\{\w+\}/g) ?? []).sort().join()

describe('the two catalogues', () => {
  it('hold the same keys', () => {
    expect(keys(en)).toEqual(keys(zh))
  })

  it('leave the same holes to fill', () => {
    const other = new Map(keys(en).map((k, i) => [k, words(en)[i]!]))
    expect(keys(zh).filter((k, i) => holes(words(zh)[i]!) !== holes(other.get(k)!))).toEqual([])
  })

  it('know every key that a page names', () => {
    const known = new Set(keys(zh))
    const used = files(join(__dirname, '..')).flatMap((f) => [...readFileSync(f, 'utf8').matchAll(/\bt\('([\w.]+)'/g)].map((m) => m[1]!))
    expect([...new Set(used)].filter((k) => !known.has(k))).toEqual([])
  })

  it('never call a commitment 承诺', () => {
    expect(words(zh).filter((w) => w.includes('承诺'))).toEqual([])
  })
})
