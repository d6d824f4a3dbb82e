"""Seeded words, and the vocabulary of a Windows network: for rules and for the events they look at."""

import random

SYLLABLES = ("ba be co da do el fa fi ga go ha in jo ka ki la le lo ma mi na no or pa po ra re ro sa se "
             "si ta te ti to tu va ve vi wa xo ya zi zu").split()

PROGRAMS = """cmd.exe powershell.exe pwsh.exe rundll32.exe regsvr32.exe mshta.exe wscript.exe cscript.exe certutil.exe
bitsadmin.exe wmic.exe schtasks.exe at.exe sc.exe net.exe net1.exe reg.exe regedit.exe whoami.exe nltest.exe
dsquery.exe tasklist.exe taskkill.exe vssadmin.exe wbadmin.exe bcdedit.exe fsutil.exe icacls.exe takeown.exe
msiexec.exe installutil.exe regasm.exe msbuild.exe csc.exe odbcconf.exe control.exe explorer.exe svchost.exe
services.exe lsass.exe winlogon.exe spoolsv.exe taskhostw.exe dllhost.exe conhost.exe notepad.exe mmc.exe
winword.exe excel.exe outlook.exe powerpnt.exe chrome.exe msedge.exe firefox.exe teams.exe onedrive.exe
python.exe java.exe node.exe git.exe code.exe ssh.exe curl.exe tar.exe robocopy.exe xcopy.exe findstr.exe
ipconfig.exe ping.exe nslookup.exe netstat.exe route.exe arp.exe systeminfo.exe hostname.exe quser.exe
sqlservr.exe w3wp.exe vmtoolsd.exe searchindexer.exe msmpeng.exe wuauclt.exe trustedinstaller.exe""".split()

FOLDERS = [r"C:\Windows\System32", r"C:\Windows\SysWOW64", r"C:\Windows", r"C:\Program Files\Common Files",
           r"C:\Program Files (x86)\Tools", r"C:\ProgramData\Agent", r"C:\Users\Public",
           r"C:\Windows\System32\WindowsPowerShell\v1.0", r"C:\Windows\Temp"]

FLAGS = ["/c ", "/k ", "-NoProfile ", "-ExecutionPolicy Bypass ", "-enc ", "-w hidden ", "/s ", "/q ", "/create ",
         "/delete ", "/tn ", "/tr ", "/sc minute ", "query ", "add ", "export ", "stop ", "config ", "-urlcache ",
         "-split ", "-f ", "--type=renderer ", "--field-trial-handle=", "-k netsvcs ", "-p ", "/i ", "/u "]

USERS = [r"NT AUTHORITY\SYSTEM", r"NT AUTHORITY\NETWORK SERVICE", r"CORP\svc-backup", r"CORP\mary", r"CORP\paulo",
         r"CORP\sofia", r"CORP\kwesi", r"CORP\nikki", r"CORP\admin-carlos"]


class Words:
    """Words drawn with a seed. The vocabulary is of a fixed size, so that words repeat."""

    def __init__(self, seed, count):
        draw = random.Random(seed)
        self.words = sorted({"".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 5)))
                             for _ in range(count)})

    def one(self, draw):
        return draw.choice(self.words)


# Events use the first part of the words; rules use all of them, so that most look for what is not
# there, as rules do.
ALL = Words(1, 30_000)
COMMON = Words(2, 1_500)
