import { beforeEach, describe, expect, test } from 'vitest';
import { Playback, type Frames } from './Playback.svelte.ts';

/** Two commands: beats end at 0.4, 0.9 and 1.4; the second command starts at 1.0. */
const times = {
	duration: 1.6,
	beats: [
		{ start: 0, duration: 0.4 },
		{ start: 0.5, duration: 0.4 },
		{ start: 1, duration: 0.4 },
	],
	steps: [
		{ start: 0, end: 1 },
		{ start: 1, end: 1.6 },
	],
};

class ByHand implements Frames {
	now = 0;
	asked: ((milliseconds: number) => void) | undefined;
	request(callback: (milliseconds: number) => void): number {
		this.asked = callback;
		return 1;
	}
	cancel(): void {
		this.asked = undefined;
	}
	/** Lets time pass, a frame every 50 ms. */
	pass(seconds: number): void {
		for (let left = Math.round(seconds * 20); left >= 0 && this.asked; left--) {
			const callback = this.asked;
			this.asked = undefined;
			callback(this.now);
			this.now += 50;
		}
	}
}

let frames: ByHand;
let playback: Playback;
beforeEach(() => {
	frames = new ByHand();
	playback = new Playback(frames);
	playback.load(times, 0);
});

describe('by beat', () => {
	test('forward moves through one beat and rests at its end', () => {
		playback.forward();
		frames.pass(0.2);
		expect(playback.t).toBeCloseTo(0.2, 3);
		expect(playback.beat).toBe(1);
		frames.pass(1);
		expect(playback.t).toBe(0.4);
		expect(frames.asked).toBeUndefined();
	});
	test('back goes through the same beat the other way', () => {
		playback.load(times, 2);
		playback.back();
		frames.pass(1);
		expect(playback.t).toBe(0.4);
		playback.back();
		frames.pass(1);
		expect(playback.t).toBe(0);
		expect(playback.isAtStart).toBe(true);
	});
	test('pressing quickly counts every press', () => {
		playback.forward();
		playback.forward();
		playback.forward();
		frames.pass(1);
		expect(playback.position).toBe(3);
	});
	test('in the middle of a beat, back goes to where it began', () => {
		playback.cut(0.7);
		playback.back();
		frames.pass(1);
		expect(playback.position).toBe(1);
	});
});

describe('by command', () => {
	test('forward to the end of a command, back to its beginning', () => {
		playback.forwardCommand();
		frames.pass(1);
		expect(playback.position).toBe(2);
		playback.forwardCommand();
		frames.pass(1);
		expect(playback.position).toBe(3);
		playback.backCommand();
		frames.pass(1);
		expect(playback.position).toBe(2);
		playback.backCommand();
		frames.pass(1);
		expect(playback.position).toBe(0);
	});
});

describe('playing', () => {
	test('goes to the end and asks for no frame after it', () => {
		playback.play();
		frames.pass(2);
		expect(playback.t).toBe(1.6);
		expect(playback.isPlaying).toBe(false);
		expect(frames.asked).toBeUndefined();
	});
	test('speed is how much time passes in a second', () => {
		playback.speed = 2;
		playback.play();
		frames.pass(0.5);
		expect(playback.t).toBeCloseTo(1, 3);
	});
	test('from the end it starts again', () => {
		playback.load(times, 3);
		playback.play();
		frames.pass(0.1);
		expect(playback.t).toBeCloseTo(0.1, 3);
	});
	test('without motion it shows only ends of beats', () => {
		playback.isStill = true;
		playback.play();
		const seen = new Set<number>();
		for (let i = 0; i < 60; i++) {
			seen.add(playback.t);
			frames.pass(0.05);
		}
		expect([...seen]).toEqual([0.4, 0.9, 1.4]);
		expect(playback.isPlaying).toBe(false);
	});
});

test('a timeline without beats stands still', () => {
	playback.load({ duration: 0, beats: [], steps: [] }, 5);
	playback.play();
	playback.forward();
	expect(playback.t).toBe(0);
	expect(frames.asked).toBeUndefined();
});

describe('held before a beat', () => {
	beforeEach(() => (playback.holds = (beat) => beat === 2));
	test('stepping stops before it, and the next step goes into it', () => {
		playback.forward();
		frames.pass(1);
		expect(playback.held).toBeUndefined();
		playback.forward();
		expect([playback.held, playback.position, playback.t]).toEqual([{ beat: 2, wasPlaying: false }, 1, 0.4]);
		playback.forward();
		frames.pass(1);
		expect([playback.held, playback.position]).toEqual([undefined, 2]);
	});
	test('a whole command stops before it on its way', () => {
		playback.forwardCommand();
		frames.pass(1);
		expect([playback.held?.beat, playback.position]).toEqual([2, 1]);
	});
	test('playing stops where it would begin, and plays on from there', () => {
		playback.play();
		frames.pass(5);
		expect([playback.held, playback.t, playback.isPlaying]).toEqual([
			{ beat: 2, wasPlaying: true },
			0.5,
			false,
		]);
		playback.pass();
		frames.pass(5);
		expect([playback.held, playback.t]).toEqual([undefined, times.duration]);
	});
	test('playing without motion stops too', () => {
		playback.isStill = true;
		playback.play();
		frames.pass(5);
		expect([playback.held?.beat, playback.position]).toEqual([2, 1]);
		playback.pass();
		frames.pass(5);
		expect(playback.position).toBe(3);
	});
	test('going back, jumping and a hand on the scrubber are not held, and let go', () => {
		playback.load(times, 3);
		playback.back();
		frames.pass(1);
		playback.back();
		frames.pass(1);
		expect([playback.held, playback.position]).toEqual([undefined, 1]);
		playback.forward();
		playback.goTo(3);
		frames.pass(1);
		expect([playback.held, playback.position]).toEqual([undefined, 3]);
		playback.load(times, 1);
		playback.forward();
		playback.cut(1.2);
		expect(playback.held).toBeUndefined();
	});
});
