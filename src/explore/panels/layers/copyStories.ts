/** What copy-on-write does to files, told by commands. */
import { story, type StoryGroup } from './story.ts';

const BOX = 'docker run -d --name box busybox sleep 1000';
const inside = (name: string, script: string): string => `docker exec ${name} sh -c '${script}'`;
const UPPER = "$(docker inspect -f '{{.GraphDriver.Data.UpperDir}}' box)";
const LINE = 'echo "guest:x:1000:1000::/:/bin/sh" >> /etc/passwd';

/** So many lines of a Dockerfile that each make a layer. */
const LAYERS = 11;
const deep = [
	"cat > Dockerfile <<'EOF'",
	'> FROM busybox',
	...Array.from({ length: LAYERS }, (_, i) => `> RUN echo ${i + 1} > /layer${i + 1}`),
	'> EOF',
].join('\n');

export const copyStories: readonly StoryGroup[] = [
	{
		name: 'one',
		stories: [
			story('read', [BOX], ['docker exec box cat /etc/passwd', 'docker diff box']),
			story(
				'copyUp',
				[BOX],
				[inside('box', LINE), inside('box', 'echo second >> /etc/passwd'), 'docker diff box'],
			),
			story(
				'whole',
				[
					'docker run --name make busybox dd if=/dev/zero of=/big bs=1M count=50',
					'docker commit make big',
					'docker rm make',
					'docker run -d --name box big sleep 1000',
				],
				[inside('box', 'echo x >> /big'), 'docker ps -s --format "{{.Names}} {{.Size}}"'],
			),
			story('mode', [BOX], ['docker exec box chmod 600 /etc/passwd', 'docker diff box']),
			story('remove', [BOX], ['docker exec box rm /etc/group', `ls -l ${UPPER}/etc`, 'docker diff box']),
			story('rename', [BOX], ['docker exec box mv /etc/group /etc/groups', `ls -l ${UPPER}/etc`]),
			story(
				'opaque',
				[BOX],
				[
					inside('box', 'rm -r /var/spool; mkdir /var/spool'),
					`getfattr -n trusted.overlay.opaque ${UPPER}/var/spool`,
				],
			),
		],
	},
	{
		name: 'byHand',
		stories: [
			story(
				'mounted',
				['mkdir lower upper work merged', 'echo base > lower/a; echo base > lower/b'],
				[
					'mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged',
					'echo more >> merged/a',
					'rm merged/b',
					'ls -l upper',
				],
			),
		],
	},
	{
		name: 'several',
		stories: [
			story(
				'two',
				['docker run -d --name one busybox sleep 1000', 'docker run -d --name two busybox sleep 1000'],
				[inside('one', LINE), 'docker exec two tail -1 /etc/passwd', 'docker diff two'],
			),
			story(
				'eight',
				['docker run -d --name web nginx', 'docker run -d --name db redis'],
				[
					...['one', 'two', 'three', 'four', 'five', 'six'].map(
						(name) => `docker run -d --name ${name} busybox sleep 1000`,
					),
					inside('four', LINE),
				],
			),
			story(
				'stopped',
				[BOX, inside('box', 'echo kept > /root/note')],
				[
					'docker stop -t 0 box',
					'docker start box',
					'docker exec box cat /root/note',
					'docker rm -f box',
					BOX,
					'docker exec box ls /root',
				],
			),
		],
	},
	{
		name: 'past',
		stories: [
			story(
				'volume',
				[],
				[
					'docker run -d --name box -v store:/store busybox sleep 1000',
					inside('box', 'echo kept > /store/note'),
					'docker diff box',
					'docker rm -f box',
					'docker run --rm -v store:/store busybox cat /store/note',
				],
			),
			story(
				'bind',
				['mkdir data', 'echo from-the-host > data/file'],
				[
					'docker run -d --name box -v /root/lab/data:/data busybox sleep 1000',
					inside('box', 'echo inside > /data/new'),
					'cat data/new',
				],
			),
			story(
				'tmpfs',
				[],
				[
					'docker run -d --name box --read-only --tmpfs /run busybox sleep 1000',
					inside('box', 'echo ok > /run/note'),
					inside('box', 'echo no > /note'),
				],
			),
		],
	},
	{
		name: 'scale',
		stories: [
			story(
				'layers',
				[deep, 'docker build -q -t deep .'],
				['docker run -d --name box deep sleep 1000', inside('box', 'echo x >> /layer6')],
			),
			story('paths', [BOX], [inside('box', 'for i in $(seq 10 49); do echo $i > /etc/file$i; done')]),
		],
	},
];
