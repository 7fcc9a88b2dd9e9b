/** docker container COMMAND (docker/cli: cli/command/container). */
export const containerCommands = String.raw`
= container create, create
1+! [OPTIONS] IMAGE [COMMAND] [ARG...]
Create a new container
%create
26:pull=string Pull image before creating ("always", "|missing", "never") (default "missing")
20:pull=string Pull image before creating ("always"|"missing"|"never") (default "missing")
= container run, run
1+! [OPTIONS] IMAGE [COMMAND] [ARG...]
26:Create and run a new container from an image
20:Run a command in a new container
%create
-d detach Run container in background and print container ID
detach-keys=string Override the key sequence for detaching a container
26:pull=string Pull image before running ("always", "missing", "never") (default "missing")
20:pull=string Pull image before running ("always"|"missing"|"never") (default "missing")
sig-proxy Proxy received signals to the process (default true)
= container attach, attach
1 [OPTIONS] CONTAINER
Attach local standard input, output, and error streams to a running container
detach-keys=string Override the key sequence for detaching a container
no-stdin Do not attach STDIN
sig-proxy Proxy all received signals to the process (default true)
= container commit, commit
1-2! [OPTIONS] CONTAINER [REPOSITORY[:TAG]]
Create a new image from a container's changes
-a author=string Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")
-c change=list Apply Dockerfile instruction to the created image
-m message=string Commit message
-p pause Pause container during commit (default true)
= container cp, cp
2 [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n	docker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH
Copy files/folders between a container and the local filesystem
"Copy files/folders between a container and the local filesystem\n\nUse '-' as the source to read a tar archive from stdin\nand extract it to a directory destination in a container.\nUse '-' as the destination to stream a tar archive of a\ncontainer source to stdout.
-a archive Archive mode (copy all uid/gid information)
-L follow-link Always follow symbol link in SRC_PATH
26:-q quiet Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached
= container diff, diff
1 CONTAINER
Inspect changes to files or directories on a container's filesystem
= container exec, exec
2+! [OPTIONS] CONTAINER COMMAND [ARG...]
26:Execute a command in a running container
20:Run a command in a running container
-d detach Detached mode: run command in the background
detach-keys=string Override the key sequence for detaching a container
-e env=list Set environment variables
env-file=list Read in a file of environment variables
-i interactive Keep STDIN open even if not attached
privileged Give extended privileges to the command
-t tty Allocate a pseudo-TTY
26:-u user=string Username or UID (format: "<name|uid>[:<group|gid>]")
20:-u user=string Username or UID (format: <name|uid>[:<group|gid>])
-w workdir=string Working directory inside the container
= container export, export
1 [OPTIONS] CONTAINER
Export a container's filesystem as a tar archive
-o output=string Write to a file, instead of STDOUT
= container inspect
1+ [OPTIONS] CONTAINER [CONTAINER...]
Display detailed information on one or more containers
26:-f format=string %json
20:-f format=string %go
-s size Display total file sizes
= container kill, kill
1+ [OPTIONS] CONTAINER [CONTAINER...]
Kill one or more running containers
26:-s signal=string Signal to send to the container
20:-s signal=string Signal to send to the container (default "KILL")
= container ls ps list, ps
0 [OPTIONS]
List containers
-a all Show all containers (default shows just running)
-f filter=filter Filter output based on conditions provided
26:format=string %table
20:format=string Pretty-print containers using a Go template
-n last=int Show n last created containers (includes all states) (default -1)
-l latest Show the latest created container (includes all states)
no-trunc Don't truncate output
-q quiet Only display container IDs
-s size Display total file sizes
= container logs, logs
1 [OPTIONS] CONTAINER
Fetch the logs of a container
details Show extra details provided to logs
-f follow Follow log output
26:since=string Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)
20:since=string Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)
-n tail=string Number of lines to show from the end of the logs (default "all")
-t timestamps Show timestamps
26:until=string Show logs before a timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)
20:until=string Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)
= container pause, pause
1+ CONTAINER [CONTAINER...]
Pause all processes within one or more containers
= container port, port
1-2 CONTAINER [PRIVATE_PORT[/PROTO]]
List port mappings or a specific mapping for the container
= container prune
0 [OPTIONS]
Remove all stopped containers
26:filter=filter Provide filter values (e.g. "until=<timestamp>")
20:filter=filter Provide filter values (e.g. 'until=<timestamp>')
-f force Do not prompt for confirmation
= container rename, rename
2 CONTAINER NEW_NAME
Rename a container
= container restart, restart
1+ [OPTIONS] CONTAINER [CONTAINER...]
Restart one or more containers
26:-s signal=string Signal to send to the container
26:-t time=int Seconds to wait before killing the container
20:-t time=int Seconds to wait for stop before killing the container (default 10)
= container rm 26:remove, rm
1+ [OPTIONS] CONTAINER [CONTAINER...]
Remove one or more containers
-f force Force the removal of a running container (uses SIGKILL)
-l link Remove the specified link
-v volumes Remove anonymous volumes associated with the container
= container start, start
1+ [OPTIONS] CONTAINER [CONTAINER...]
Start one or more stopped containers
-a attach Attach STDOUT/STDERR and forward signals
detach-keys=string Override the key sequence for detaching a container
-i interactive Attach container's STDIN
= container stats, stats
0+ [OPTIONS] [CONTAINER...]
Display a live stream of container(s) resource usage statistics
-a all Show all containers (default shows just running)
26:format=string %table
20:format=string Pretty-print images using a Go template
no-stream Disable streaming stats and only pull the first result
no-trunc Do not truncate output
= container stop, stop
1+ [OPTIONS] CONTAINER [CONTAINER...]
Stop one or more running containers
26:-s signal=string Signal to send to the container
26:-t time=int Seconds to wait before killing the container
20:-t time=int Seconds to wait for stop before killing it (default 10)
= container top, top
1+! CONTAINER [ps OPTIONS]
Display the running processes of a container
= container unpause, unpause
1+ CONTAINER [CONTAINER...]
Unpause all processes within one or more containers
= container update, update
1+ [OPTIONS] CONTAINER [CONTAINER...]
Update configuration of one or more containers
blkio-weight=uint16 Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)
cpu-period=int Limit CPU CFS (Completely Fair Scheduler) period
cpu-quota=int Limit CPU CFS (Completely Fair Scheduler) quota
cpu-rt-period=int Limit the CPU real-time period in microseconds
cpu-rt-runtime=int Limit the CPU real-time runtime in microseconds
-c cpu-shares=int CPU shares (relative weight)
cpus=decimal Number of CPUs
cpuset-cpus=string CPUs in which to allow execution (0-3, 0,1)
cpuset-mems=string MEMs in which to allow execution (0-3, 0,1)
20:kernel-memory=bytes Kernel memory limit
-m memory=bytes Memory limit
memory-reservation=bytes Memory soft limit
26:memory-swap=bytes Swap limit equal to memory plus swap: -1 to enable unlimited swap
20:memory-swap=bytes Swap limit equal to memory plus swap: '-1' to enable unlimited swap
pids-limit=int Tune container pids limit (set -1 for unlimited)
restart=string Restart policy to apply when a container exits
= container wait, wait
1+ CONTAINER [CONTAINER...]
Block until one or more containers stop, then print their exit codes
`;
