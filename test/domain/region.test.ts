import { describe, expect, test } from '@jest/globals';
import { consoleHost, hasUsEast1, isRegion } from '../../src/domain/region.ts';

describe('Regions', () => {
  test.each([
    ['us-west-2', 'us-west-2.console.aws.amazon.com', true],
    ['ap-southeast-5', 'ap-southeast-5.console.aws.amazon.com', true],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn', false],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com', false],
    ['eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu', false],
    ['us-iso-east-1', undefined, false],
  ])('%s has its own console, and its global services their own Region', (region, host, usEast1) => {
    expect(isRegion(region)).toBe(true);
    expect(consoleHost(region)).toBe(host);
    expect(hasUsEast1(region)).toBe(usEast1);
  });

  test.each(['', 'US-WEST-2', 'us-west', 'us-west-2a', 'mars-north-1', 'us-west-2.evil.example'])(
    '"%s" is none',
    text => {
      expect(isRegion(text)).toBe(false);
      expect(consoleHost(text)).toBeUndefined();
    },
  );
});
