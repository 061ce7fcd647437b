import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.releasecore.Releases;
import org.releasecore.ReleaseVersion;

/** What a query and a write cost on the JVM: {@code java -cp 'kotlin/target/release-core-0.1.0.jar:kotlin/target/libs/*' bench/Queries.java}. */
public final class Queries {
    interface Work {
        void times(int count) throws Exception;
    }

    private static void measured(String name, int count, Work work) throws Exception {
        work.times(count); // for the compiler
        double[] times = new double[5];
        for (int i = 0; i < times.length; i++) {
            long begun = System.nanoTime();
            work.times(count);
            times[i] = (System.nanoTime() - begun) / 1e3 / count;
        }
        Arrays.sort(times);
        System.out.printf("%-44s %8.1f µs at best, %8.1f in the middle%n", name, times[0], times[2]);
    }

    private static int serial = 0;

    public static void main(String[] arguments) throws Exception {
        try (Releases releases = Releases.inMemory()) {
            releases.createProject("web", "acme/web").call();
            measured("ReleaseVersion.parse (hardly more than the boundary)", 2000, n -> {
                for (int i = 0; i < n; i++) ReleaseVersion.parse("1.4.0");
            });
            measured("getProject, call", 2000, n -> {
                for (int i = 0; i < n; i++) releases.getProject("web").call();
            });
            measured("getProject, future (await)", 2000, n -> {
                for (int i = 0; i < n; i++) releases.getProject("web").future().join();
            });
            measured("getProject, 200 futures at once", 2000, n -> {
                for (int i = 0; i < n; i += 200) {
                    List<CompletableFuture<?>> all = new ArrayList<>();
                    for (int j = 0; j < 200; j++) all.add(releases.getProject("web").future());
                    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
                }
            });
            ExecutorService threads = Executors.newFixedThreadPool(16);
            measured("getProject, call, 16 threads", 3200, n -> {
                List<Future<?>> all = new ArrayList<>();
                for (int t = 0; t < 16; t++) {
                    all.add(threads.submit(() -> {
                        for (int i = 0; i < n / 16; i++) releases.getProject("web").call();
                    }));
                }
                for (Future<?> one : all) one.get();
            });
            threads.shutdown();
            measured("createProject, call", 500, n -> {
                for (int i = 0; i < n; i++) releases.createProject("p-" + serial++, "acme/p").call();
            });
        }
    }
}
