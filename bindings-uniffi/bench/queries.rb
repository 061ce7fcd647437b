# frozen_string_literal: true

# What a query and a write cost from Ruby: `ruby -I ruby/lib bench/queries.rb`, in this crate's folder.

require "release_core"

def measured(name, count)
  times = Array.new(5) do
    begun = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    yield count
    (Process.clock_gettime(Process::CLOCK_MONOTONIC) - begun) / count * 1e6
  end
  puts format("%-44<name>s %8.1<best>f µs at best, %8.1<middle>f in the middle", name: name, best: times.min, middle: times.sort[2])
end

ReleaseCore::Releases.in_memory do |releases|
  releases.create_project("web", "acme/web")
  measured("ReleaseFfi.library_version (nothing but the boundary)", 2000) { |n| n.times { ReleaseFfi.library_version } }
  measured("get_project", 2000) { |n| n.times { releases.get_project("web") } }
  measured("get_project, 16 threads", 3200) do |n|
    Array.new(16) { Thread.new { (n / 16).times { releases.get_project("web") } } }.each(&:join)
  end
  serial = 0
  measured("create_project", 500) { |n| n.times { releases.create_project("p-#{serial += 1}", "acme/p") } }
end
