/** docker image COMMAND and docker builder COMMAND (docker/cli: cli/command/image, cli/command/builder). */
export const imageCommands = String.raw`
= image build, build, builder build
1 [OPTIONS] PATH | URL | -
Build an image from a Dockerfile
26:@docker image build, docker build, docker buildx build, docker builder build
26:add-host=list Add a custom host-to-IP mapping ("host:ip")
20:add-host=list Add a custom host-to-IP mapping (host:ip)
build-arg=list Set build-time variables
cache-from=strings Images to consider as cache sources
26:cgroup-parent=string Set the parent cgroup for the "RUN" instructions during build
20:cgroup-parent=string Optional parent cgroup for the container
compress Compress the build context using gzip
cpu-period=int Limit the CPU CFS (Completely Fair Scheduler) period
cpu-quota=int Limit the CPU CFS (Completely Fair Scheduler) quota
-c cpu-shares=int CPU shares (relative weight)
cpuset-cpus=string CPUs in which to allow execution (0-3, 0,1)
cpuset-mems=string MEMs in which to allow execution (0-3, 0,1)
disable-content-trust Skip image verification (default true)
26:-f file=string Name of the Dockerfile (Default is "PATH/Dockerfile")
20:-f file=string Name of the Dockerfile (Default is 'PATH/Dockerfile')
force-rm Always remove intermediate containers
iidfile=string Write the image ID to the file
isolation=string Container isolation technology
label=list Set metadata for an image
-m memory=bytes Memory limit
26:memory-swap=bytes Swap limit equal to memory plus swap: -1 to enable unlimited swap
20:memory-swap=bytes Swap limit equal to memory plus swap: '-1' to enable unlimited swap
network=string Set the networking mode for the RUN instructions during build (default "default")
no-cache Do not use cache when building the image
26:platform=string Set platform if server is multi-platform capable
pull Always attempt to pull a newer version of the image
-q quiet Suppress the build output and print image ID on success
rm Remove intermediate containers after a successful build (default true)
security-opt=strings Security options
26:shm-size=bytes Size of "/dev/shm"
20:shm-size=bytes Size of /dev/shm
26:-t tag=list Name and optionally a tag in the "name:tag" format
20:-t tag=list Name and optionally a tag in the 'name:tag' format
target=string Set the target build stage to build.
ulimit=ulimit Ulimit options (default [])
= image history, history
1 [OPTIONS] IMAGE
Show the history of an image
26:format=string %table
20:format=string Pretty-print images using a Go template
-H human Print sizes and dates in human readable format (default true)
no-trunc Don't truncate output
-q quiet Only show image IDs
= image import, import
1+ [OPTIONS] file|URL|- [REPOSITORY[:TAG]]
Import the contents from a tarball to create a filesystem image
-c change=list Apply Dockerfile instruction to the created image
-m message=string Set commit message for imported image
platform=string Set platform if server is multi-platform capable
= image inspect
1+ [OPTIONS] IMAGE [IMAGE...]
Display detailed information on one or more images
26:-f format=string %json
20:-f format=string %go
= image ls list, images
-1 [OPTIONS] [REPOSITORY[:TAG]]
List images
-a all Show all images (default hides intermediate images)
digests Show digests
-f filter=filter Filter output based on conditions provided
26:format=string %table
20:format=string Pretty-print images using a Go template
no-trunc Don't truncate output
-q quiet Only show image IDs
= image load, load
0 [OPTIONS]
Load an image from a tar archive or STDIN
-i input=string Read from tar archive file, instead of STDIN
-q quiet Suppress the load output
= image prune
0 [OPTIONS]
Remove unused images
-a all Remove all unused images, not just dangling ones
26:filter=filter Provide filter values (e.g. "until=<timestamp>")
20:filter=filter Provide filter values (e.g. 'until=<timestamp>')
-f force Do not prompt for confirmation
= image pull, pull
1 [OPTIONS] NAME[:TAG|@DIGEST]
26:Download an image from a registry
20:Pull an image or a repository from a registry
-a all-tags Download all tagged images in the repository
disable-content-trust Skip image verification (default true)
platform=string Set platform if server is multi-platform capable
-q quiet Suppress verbose output
= image push, push
1 [OPTIONS] NAME[:TAG]
26:Upload an image to a registry
20:Push an image or a repository to a registry
26:-a all-tags Push all tags of an image to the repository
20:-a all-tags Push all tagged images in the repository
disable-content-trust Skip image signing (default true)
-q quiet Suppress verbose output
= image rm rmi remove, rmi
1+ [OPTIONS] IMAGE [IMAGE...]
Remove one or more images
-f force Force removal of the image
no-prune Do not delete untagged parents
= image save, save
1+ [OPTIONS] IMAGE [IMAGE...]
Save one or more images to a tar archive (streamed to STDOUT by default)
-o output=string Write to a file, instead of STDOUT
= image tag, tag
2! SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]
Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE
= builder prune
0 
Remove build cache
-a all Remove all unused build cache, not just dangling ones
26:filter=filter Provide filter values (e.g. "until=24h")
20:filter=filter Provide filter values (e.g. 'until=24h')
-f force Do not prompt for confirmation
keep-storage=bytes Amount of disk space to keep for cache
`;
