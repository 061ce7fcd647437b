# frozen_string_literal: true

require "json"
require "tmpdir"
require "release_core"

# Runs tests/scenarios, which every face of the library runs; see the README there.
module Scenarios
  FOLDER = File.expand_path("../../../tests/scenarios", __dir__)
  OFFERED = JSON.parse(File.read(File.expand_path("../../interface/operations.json", FOLDER)))["operations"].freeze
  NAMES = { "freeze" => :freeze_environment, "unfreeze" => :unfreeze_environment }.freeze

  class Failure < StandardError
  end

  # Every run there is: a file, a scenario of it, and a case.
  def self.all
    Dir[File.join(FOLDER, "*.json")].sort.flat_map do |path|
      file = JSON.parse(File.read(path))
      (file["scenarios"] || []).flat_map do |scenario|
        scenario.fetch("cases", [{}]).map { |values| Run.new(File.basename(path), file, scenario, values) }
      end
    end
  end

  # One run, on a database of its own.
  class Run
    attr_reader :said, :by_name

    def initialize(name, file, scenario, values)
      @name = name
      @file = file
      @scenario = scenario
      @case = values
      # What was said of which operation by its typed method, and how many calls only JSON can say.
      @said = Hash.new { |all, operation| all[operation] = [] }
      @by_name = 0
    end

    def make
      Dir.mktmpdir do |folder|
        @folder = folder
        @variables = fill(@case, {})
        @given = {}
        open(merged(@file["given"], @scenario["given"]))
        (@file.fetch("before", []) + @scenario["steps"]).each_with_index do |step, i|
          @place = "step #{i + 1}, with those of 'before'"
          make_step(step)
        end
      ensure
        @releases&.close
      end
      self
    rescue Failure, ReleaseCore::Error => e
      raise Failure, "#{@name}: #{@scenario['name'].inspect}, #{@place}\n  rule: #{@scenario['rule']}\n" \
                     "  case: #{@case.to_json[0, 600]}\n  call: #{@call.to_json[0, 600]}\n  #{e.message}"
    end

    private

    def merged(*all)
      all.compact.each_with_object({}) do |given, whole|
        given.each { |name, values| whole[name] = (whole[name] || {}).merge(values) }
      end
    end

    def open(given)
      options = given.fetch("options", {}).to_h { |name, millis| [name.delete_suffix("_ms").to_sym, millis / 1000.0] }
      @releases = ReleaseCore::Releases.open(location, **options)
      give(given)
    end

    # A file where the scenario opens it again.
    def location
      return "memory:" if @scenario["steps"].none? { |step| step["reopen"] }

      "sqlite:#{@folder}/releases.db?synchronous=normal"
    end

    def give(given)
      given.fetch("triggers", {}).each do |name, program|
        @releases.connect(name, kind: "command", program: program["program"], args: program.fetch("args", []))
      end
      given.fetch("commits", {}).each do |repository, commits|
        every = repository == "*"
        known = every ? {} : { repository => commits }
        @releases.add_commit_source(every ? nil : repository, kind: "data", repositories: known)
      end
      @given = merged(@given, given)
    end

    def make_step(step)
      return make_call(step) if step["call"]
      return give(step["given"]) if step["given"]
      return sleep(step["sleep_ms"] / 1000.0) if step["sleep_ms"]

      @releases.close
      open(@given) if step["reopen"]
    end

    def make_call(step)
      with = fill(step.fetch("with", {}), @variables)
      @call = { step["call"] => with }
      answer, error = call(step["call"], with)
      found = error ? shown(error) : answer
      if step["fails"].nil? != error.nil?
        raise Failure, "expected to #{step['fails'] ? "fail with #{step['fails']}" : 'succeed'}, found #{found.to_json[0, 600]}"
      end

      expected = step["fails"] || step["returns"]
      differs = step.key?("fails") || step.key?("returns") ? difference(fill(expected, @variables), found, "") : nil
      raise Failure, "#{differs}\n  in: #{found.to_json[0, 2000]}" if differs

      step.fetch("save", {}).each { |variable, pointer| @variables[variable] = dig(found, pointer) }
    end

    # By the typed method where Ruby can say it so, else by the operation's name.
    def call(operation, with)
      offered = OFFERED.fetch(operation)
      takes = offered["takes"].map { |argument| argument["name"] }
      options = offered["options"].map { |option| [option["name"], option["type"]] }.to_h
      unless takes.all? { |name| with.key?(name) } && with.keys.all? { |name| takes.include?(name) || options.key?(name) }
        @by_name += 1
        return @releases.invoke(operation, with), nil
      end
      @said[operation] |= with.keys
      said = with.reject { |name, _| takes.include?(name) }
      said = said.to_h { |name, value| [name.delete_suffix("_ms").to_sym, taken(options[name], value)] }
      answer = @releases.public_send(NAMES.fetch(operation, operation), *with.values_at(*takes), **said)
      [answer.respond_to?(:as_json) ? answer.as_json : answer, nil]
    rescue ReleaseCore::Error => e
      [nil, e]
    end

    def taken(type, value)
      type == "milliseconds" && value.is_a?(Integer) ? value / 1000.0 : value
    end

    def shown(error)
      { "code" => error.code.to_s, "kind" => error.kind.to_s, "message" => error.message,
        "retryable" => error.retryable?, "context" => error.context.transform_keys(&:to_s) }
    end

    def dig(found, pointer)
      pointer.split("/").drop(1).reduce(found) do |value, part|
        value.is_a?(Array) ? value.fetch(Integer(part)) : value.fetch(part)
      end
    end

    PLACE = /\$\{(?:now(?:([+-])(\d+)ms)?|([^}*]+)\*(\d+)|([a-z0-9_]+))\}/.freeze

    def fill(value, variables)
      case value
      when Hash then value.transform_values { |inner| fill(inner, variables) }
      when Array then value.map { |inner| fill(inner, variables) }
      when String
        whole = PLACE.match(value)
        return put(whole, variables) if whole && whole[0] == value

        value.gsub(PLACE) { put(Regexp.last_match, variables).then { |put| put.is_a?(String) ? put : put.to_json } }
      else value
      end
    end

    def put(found, variables)
      return found[3] * found[4].to_i if found[4]
      return variables.fetch(found[5]) if found[5]

      shift = found[2].to_i * (found[1] == "-" ? -1 : 1)
      (Time.now + (shift / 1000.0)).getutc.iso8601(3)
    end

    def difference(expected, found, place)
      differs = lambda do
        "#{place.empty? ? 'the answer' : place}: expected #{expected.to_json[0, 600]}, found #{found.to_json[0, 600]}"
      end
      case expected
      when Hash
        name, wanted = expected.first
        return fits?(name, wanted, found) ? nil : differs.call if expected.size == 1 && name.start_with?("$")
        return differs.call unless found.is_a?(Hash)

        expected.each do |member, inner|
          different = difference(inner, found[member], "#{place}/#{member}")
          return different if different
        end
        nil
      when Array
        return differs.call unless found.is_a?(Array) && found.size == expected.size

        expected.zip(found).each_with_index do |(inner, there), i|
          different = difference(inner, there, "#{place}/#{i}")
          return different if different
        end
        nil
      else expected == found ? nil : differs.call
      end
    end

    def fits?(name, wanted, found)
      case name
      when "$is"
        { "present" => !found.nil?, "time" => /\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\z/.match?(found.to_s),
          "id" => /\A\h{8}-\h{4}-7\h{3}-[89ab]\h{3}-\h{12}\z/.match?(found.to_s) }.fetch(wanted)
      when "$one_of" then wanted.any? { |one| difference(one, found, "").nil? }
      when "$not" then !difference(wanted, found, "").nil?
      when "$length" then found.is_a?(Array) && found.size == wanted
      when "$contains"
        found.is_a?(Array) ? found.any? { |item| difference(wanted, item, "").nil? } : found.to_s.include?(wanted)
      else raise Failure, "there is no #{name}"
      end
    end
  end
end
