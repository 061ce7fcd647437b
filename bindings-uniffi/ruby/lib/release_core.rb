# frozen_string_literal: true

# Before Ruby 3.2 the boundary's waiting needs this, and does not ask for it.
require "io/wait"
require "json"
require "time"

# What was released, where it runs, and how to get back: a release-management engine with a file beside it.
#
#     releases = ReleaseCore::Releases.open("releases.db")
#     releases.create_project("web", "acme/web")
#     releases.create_environment("web", "production", tier: :production)
#     releases.create_release("web", "1.4.0-rc1", "acme/web", "9fceb02d0ae598e95dc970b74767f19372d61af8")
#     releases.create_deployment("web", "production", "1.4.0-rc1", actor: "ana@acme.dev")
#     releases.update_deployment_status("web", "production", "1.4.0-rc1", :success)
#     releases.live("web", "production").deployment.release_candidate_version # => "1.4.0-rc1"
#
# A handle may be shared by threads. A call waits without holding Ruby's lock, so that other threads go on, a `Timeout`
# ends it, and under a fiber scheduler other fibers run. The child of a fork cannot make calls where its parent has.
module ReleaseCore
end

require_relative "release_core/generated/version"
require_relative "release_core/library"
require_relative "release_core/error"
require_relative "release_core/generated/release_ffi"
require_relative "release_core/boundary"
require_relative "release_core/given"
require_relative "release_core/record"
require_relative "release_core/generated/types"
require_relative "release_core/page"
require_relative "release_core/generated/operations"
require_relative "release_core/worker"
require_relative "release_core/releases"
require_relative "release_core/versions"

module ReleaseCore
  Boundary.check_version
end
