# frozen_string_literal: true

# Runs a lane of the Fastfile beside it in plain Ruby, by playing as much of fastlane as it uses:
#
#     ruby run_lane.rb release version:1.4.0 environment:beta

# fastlane's way to speak to people.
module UI
  def self.message(text)
    puts text
  end

  def self.success(text)
    puts text
  end

  def self.user_error!(text)
    abort text
  end
end

LANES = {}

def desc(_text); end

def lane(name, &block)
  LANES[name] = block
end

load File.join(__dir__, "Fastfile")

name, *options = ARGV
lane = LANES[name&.to_sym] || abort("usage: run_lane.rb #{LANES.keys.join('|')} name:value …")
lane.call(options.to_h { |option| option.split(":", 2).then { |key, value| [key.to_sym, value] } })
