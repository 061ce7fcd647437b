# frozen_string_literal: true

module ReleaseCore
  # Where the native library is: where `RELEASE_CORE_LIBRARY` says, or beside this file, as in an installed gem.
  LIBRARY = ENV.fetch("RELEASE_CORE_LIBRARY") do
    file = { "darwin" => "librelease_ffi.dylib" }.find { |os, _| RUBY_PLATFORM.include?(os) }&.last || "librelease_ffi.so"
    File.join(__dir__, file)
  end.freeze

  unless File.file?(LIBRARY)
    raise LoadError, "release_core's native library is not at #{LIBRARY}: install the gem for this platform, or name " \
                     "the file in RELEASE_CORE_LIBRARY"
  end
end
