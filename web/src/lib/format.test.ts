import { describe, expect, it } from 'vitest'
import { digits, quantity } from './format'

describe('a quantity', () => {
  it('is written as papers write it, exactly', () => {
    expect(quantity('13000000000', '元')).toEqual({ n: '130', unit: '亿元' })
    expect(quantity('315000000', '平方米')).toEqual({ n: '3.15', unit: '亿平方米' })
    expect(quantity('1234567', '人')).toEqual({ n: '123.4567', unit: '万人' })
  })
  it('keeps its digits where moving the point would not make it shorter', () => {
    expect(quantity('123456789', '元')).toEqual({ n: '123,456,789', unit: '元' })
    expect(quantity('98.60', '%')).toEqual({ n: '98.60', unit: '%' })
    expect(quantity('0', '个')).toEqual({ n: '0', unit: '个' })
  })
  it('groups thousands and leaves words alone', () => {
    expect([digits('1234567.50'), digits('约三成'), digits(null)]).toEqual(['1,234,567.50', '约三成', ''])
  })
})
