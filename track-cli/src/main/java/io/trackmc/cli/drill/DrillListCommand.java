package io.trackmc.cli.drill;

import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code track drill list}: the drills that come with the program. */
@Command(name = "list", sortOptions = false, header = "Lists the drills that come with the program.",
        description = "Lists the drills that come with the program.", footerHeading = "%nExamples:%n",
        footer = {"  track drill list", "  track drill list --json"})
public final class DrillListCommand implements Task {

    @Override
    public List<String> fields() {
        return List.of("drills");
    }

    @Override
    public void run(TaskRun run) {
        List<Drill> drills = DrillLibrary.all();
        run.set("drills", drills.stream().map(DrillListCommand::json).toList());
        TextTable table = new TextTable(List.of("drill", "runs", "what happens, and what is promised"));
        drills.forEach(drill -> table.row(drill.name(), drill.live() ? "--sim --live" : "--sim", drill.purpose()));
        table.lines(Integer.MAX_VALUE).forEach(run.people()::println);
    }

    private static Map<String, Object> json(Drill drill) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", drill.name());
        json.put("purpose", drill.purpose());
        json.put("live", drill.live());
        return json;
    }
}
