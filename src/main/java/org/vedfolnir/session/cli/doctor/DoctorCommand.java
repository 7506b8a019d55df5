package org.vedfolnir.session.cli.doctor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Table;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.document.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: prints the findings. */
@Command(
        name = "doctor",
        description = "Examines settings, Redis and sessions: one line for each check, and what mends it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir doctor",
            "  vedfolnir doctor --config /opt/tomcat/conf/context.xml --application /shop",
            "  REDIS_PASSWORD_FILE=/run/secrets/redis vedfolnir doctor --redis-url rediss://cache:6379/0",
            "  vedfolnir doctor --strict --json | jq '.findings[] | select(.status != \"OK\")'",
            "",
            "Exit code: 0, 1 with --strict for a warning, 2 for a failure.",
            "It changes nothing: it writes scratch keys that end within 10 s."
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int WIDTH = 15;

    private final Console console;
    private final TargetOptions.Surroundings surroundings;
    private final InstantSource clock;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Option(names = "--json", description = "Prints one JSON object.")
    boolean json;

    @Option(names = "--strict", description = "Returns 1 if there is a warning.")
    boolean strict;

    public DoctorCommand(Console console, TargetOptions.Surroundings surroundings, InstantSource clock) {
        this.console = console;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var findings = new ArrayList<Finding>();
        new Doctor(options, surroundings, clock, finding -> {
                    findings.add(finding);
                    if (!json) {
                        print(finding);
                    }
                })
                .examine();
        var exit = exit(findings);
        if (json) {
            console.line(JsonWriter.text(Map.of(
                    "exit",
                    exit,
                    "findings",
                    findings.stream().map(DoctorCommand::members).toList())));
        } else {
            console.line(summary(findings));
        }
        return exit;
    }

    private int exit(List<Finding> findings) {
        if (count(findings, Status.FAIL) > 0) {
            return ExitCode.WRONG;
        }
        return strict && count(findings, Status.WARN) > 0 ? ExitCode.NO : ExitCode.OK;
    }

    private static long count(List<Finding> findings, Status status) {
        return findings.stream().filter(each -> each.status() == status).count();
    }

    private static String summary(List<Finding> findings) {
        return Texts.count(findings.size(), "check") + ": "
                + Texts.count(count(findings, Status.FAIL), "failure") + ", "
                + Texts.count(count(findings, Status.WARN), "warning") + ".";
    }

    private void print(Finding finding) {
        var status = finding.status();
        console.line(console.in(status.colour(), status.word()) + "  "
                + Table.left("", WIDTH).padded(finding.check()) + "  " + Table.printable(finding.found())
                + (finding.remedy().isEmpty() ? "" : " " + finding.remedy()));
        finding.details().forEach(detail -> console.line(" ".repeat(WIDTH + 8) + Table.printable(detail)));
    }

    private static Map<String, Object> members(Finding finding) {
        var members = new LinkedHashMap<String, Object>();
        members.put("check", finding.check());
        members.put("status", finding.status().name());
        members.put("found", finding.found());
        members.put("remedy", finding.remedy());
        members.put("details", finding.details());
        return members;
    }
}
